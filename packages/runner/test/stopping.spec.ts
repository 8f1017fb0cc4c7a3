import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually, exists, fakeKernel, hasty, notebookOf, run, temporaryFolder, textOf } from './support.js';

describe('what can go wrong with a kernel', () => {
  it('notices an exit at once, with its code, and names the cell', async () => {
    const { outcome, executed } = await run(
      notebookOf([[{ print: 'a' }], [{ print: 'b' }, { exit: 3 }], [{ print: 'c' }]]),
    );
    expect(outcome.failures).toMatchObject([{ kind: 'kernel-died', cell: { index: 1, id: 'c1' } }]);
    expect(outcome.failures[0]?.message).toContain('exited with code 3');
    expect(outcome.exitCode).toBe(1);
    expect(textOf(executed(), 0)).toBe('a');
    expect(textOf(executed(), 1)).toBe('b');
  });

  it('names the signal that ended a kernel and repeats its last words', async () => {
    const { outcome } = await run(notebookOf([[{ ownOutput: 'cannot go on\n' }, { sleep: 50 }, { kill: 'SIGKILL' }]]));
    expect(outcome.failures[0]?.kind).toBe('kernel-died');
    expect(outcome.failures[0]?.message).toContain('SIGKILL');
    expect(outcome.failures[0]?.message).toContain('cannot go on');
  });

  it('says out of memory where the kernel says so before it aborts', async () => {
    const words = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n';
    const { outcome } = await run(notebookOf([[{ ownOutput: words }, { sleep: 50 }, { kill: 'SIGABRT' }]]));
    expect(outcome.failures[0]?.kind).toBe('out-of-memory');
  });

  it('takes a kernel that reports its own death as dead', async () => {
    const cell = [{ late: { after: 100, then: [{ exit: 9 }] } }, { error: { ename: 'KernelDied', evalue: 'code 9' } }];
    const { outcome } = await run(notebookOf([cell]));
    expect(outcome.failures).toMatchObject([{ kind: 'kernel-died' }]);
    expect(outcome.failures[0]?.message).toContain('exited with code 9');
  });

  it('notices a kernel that dies after the last cell', async () => {
    const { outcome } = await run(notebookOf([[{ late: { after: 60, then: [{ exit: 4 }] } }]]), {
      timings: { ...hasty, settle: 300 },
    });
    expect(outcome.failures).toMatchObject([{ kind: 'kernel-died', cell: { index: 0 } }]);
    expect(outcome.failures[0]?.message).toContain('after the last cell');
  });

  it('interrupts a cell that takes too long and names it', async () => {
    const { outcome, events } = await run(notebookOf([[{ print: 'before' }, { sleep: 60_000 }]]), { cellTimeout: 200 });
    expect(outcome.failures).toMatchObject([{ kind: 'cell-timeout', cell: { index: 0 } }]);
    expect(events.filter((event) => event.type === 'cell-stop')).toHaveLength(1);
  });

  it('escalates on a clock: interrupt, interrupt, SIGTERM, SIGKILL', async () => {
    const { outcome, events, executed } = await run(
      notebookOf([[{ immortal: true }, { print: 'x' }, { deaf: 60_000 }]]),
      {
        cellTimeout: 200,
      },
    );
    expect(events.flatMap((event) => (event.type === 'cell-stop' ? [event.step] : []))).toEqual([
      'interrupt',
      'second interrupt',
      'SIGTERM',
      'SIGKILL',
    ]);
    expect(outcome.failures[0]?.message).toContain('killed');
    expect(textOf(executed(), 0)).toBe('x');
  });

  it('ends an endless synchronous loop', async () => {
    const { outcome } = await run(notebookOf([[{ spin: true }]]), { cellTimeout: 200 });
    expect(outcome.failures).toMatchObject([{ kind: 'cell-timeout' }]);
  });

  it('interrupts by message where the kernelspec asks for it', async () => {
    const kernels = { fake: fakeKernel('normal', '', { interrupt_mode: 'message' }) };
    const { outcome, events } = await run(notebookOf([[{ sleep: 60_000 }]]), { cellTimeout: 200, kernels });
    expect(outcome.failures).toMatchObject([{ kind: 'cell-timeout' }]);
    expect(events.filter((event) => event.type === 'cell-stop')).toHaveLength(1);
  });

  it('holds the deadline of the whole run', async () => {
    const { outcome } = await run(notebookOf([[{ sleep: 50 }], [{ sleep: 60_000 }]]), { runTimeout: 2000 });
    expect(outcome.failures).toMatchObject([{ kind: 'run-deadline', cell: { index: 1 } }]);
  });

  it('stops a cell that prints without end, keeps the beginning and says so', async () => {
    const { outcome, executed } = await run(notebookOf([[{ flood: true }]]), { limits: { cellBytes: 100_000 } });
    expect(outcome.failures).toMatchObject([{ kind: 'output-limit', cell: { index: 0 } }]);
    const text = textOf(executed(), 0);
    expect(text.length).toBeGreaterThan(10_000);
    expect(text.length).toBeLessThan(100_000);
    expect(textOf(executed(), 0, 'stderr')).toContain('more than 97.7 KiB from this cell');
  });

  it('limits the number of messages, and what all cells keep together', async () => {
    const many = await run(notebookOf([[{ lines: 3000 }, { sleep: 60_000 }]]), { limits: { cellMessages: 1000 } });
    expect(many.outcome.failures[0]?.message).toContain('more than 1000 messages');
    const all = await run(notebookOf([[{ lines: 200 }], [{ lines: 200 }, { sleep: 60_000 }]]), {
      limits: { runBytes: 100_000 },
    });
    expect(all.outcome.failures).toMatchObject([{ kind: 'output-limit', cell: { index: 1 } }]);
  });

  it.runIf(process.platform === 'linux')('stops a kernel that holds more memory than it may', async () => {
    const { outcome } = await run(notebookOf([[{ sleep: 60_000 }]]), { memoryLimit: 1_000_000 });
    expect(outcome.failures).toMatchObject([{ kind: 'out-of-memory' }]);
  });

  it('stops cleanly when told to, and tells an interruption from a termination', async () => {
    for (const [reason, kind, exitCode] of [
      ['SIGINT', 'interrupted', 130],
      ['SIGTERM', 'terminated', 143],
    ] as const) {
      const controller = new AbortController();
      const { outcome, executed, record } = await run(
        notebookOf([[{ print: 'kept' }], [{ print: 'part' }, { sleep: 60_000 }]]),
        {
          signal: controller.signal,
          onEvent: (event) => {
            if (event.type === 'output' && event.text === 'part') controller.abort(reason);
          },
        },
      );
      expect(outcome).toMatchObject({ status: 'interrupted', exitCode, failures: [{ kind, cell: { index: 1 } }] });
      expect(textOf(executed(), 0) + textOf(executed(), 1)).toBe('keptpart');
      expect(record()).toMatchObject({ status: 'interrupted', exitCode });
    }
  });

  it('stops while the kernel is starting', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort('SIGINT'), 200);
    const { outcome } = await run(notebookOf([[]]), {
      kernels: { fake: fakeKernel('mute') },
      signal: controller.signal,
    });
    expect(outcome).toMatchObject({ exitCode: 130, failures: [{ kind: 'interrupted' }] });
  });

  it('leaves no process and no connection file behind', async () => {
    const { executed, folder } = await run(notebookOf([[{ pid: true }], [{ child: true }]]));
    const pids = [Number(textOf(executed(), 0)), Number(textOf(executed(), 1))];
    expect(pids.every((pid) => pid > 0)).toBe(true);
    expect(await eventually(() => !pids.some(exists))).toBe(true);
    expect(readdirSync(join(folder, 'runtime'))).toEqual([]);
  });

  it('ends a kernel that does not react to the shutdown request', async () => {
    const { executed, outcome } = await run(notebookOf([[{ pid: true }]]), {
      kernels: { fake: fakeKernel('stubborn') },
      timings: { ...hasty, shutdown: 400 },
    });
    expect(outcome.status).toBe('passed');
    expect(await eventually(() => !exists(Number(textOf(executed(), 0))))).toBe(true);
  });
});

describe('the start of a kernel', () => {
  it.each(['die-once', 'robbed'])(
    'is tried again with fresh ports when the kernel ends before it answers: %s',
    async (mode) => {
      const marker = join(temporaryFolder(), 'marker');
      const { outcome, events } = await run(notebookOf([[{ print: 'x' }]]), {
        kernels: { fake: fakeKernel(mode, marker) },
      });
      expect(outcome.status).toBe('passed');
      expect(events.filter((event) => event.type === 'kernel-retry')).toHaveLength(1);
    },
  );

  it('fails with the last words of a kernel that never comes up', async () => {
    const { outcome, record } = await run(notebookOf([[]]), { kernels: { fake: fakeKernel('die') } });
    expect(outcome).toMatchObject({ exitCode: 2, failures: [{ kind: 'kernel-unusable' }] });
    expect(outcome.failures[0]?.message).toMatch(
      /did not come up: the kernel exited with code 1.*the port is taken: EADDRINUSE/,
    );
    expect(record()).toMatchObject({ status: 'failed', exitCode: 2 });
  });

  it('does not wait for ever for a kernel that never answers', async () => {
    const { outcome } = await run(notebookOf([[]]), {
      kernels: { fake: fakeKernel('mute') },
      timings: { ...hasty, start: 300 },
    });
    expect(outcome.failures[0]?.message).toContain('did not answer within 0.3 s');
  });

  it('says at once that a program does not exist', async () => {
    const { outcome, events } = await run(notebookOf([[]]), {
      kernels: { fake: fakeKernel('normal', '', { argv: ['no-such-program', '{connection_file}'] }) },
    });
    expect(outcome.failures[0]?.message).toContain('no-such-program cannot be started');
    expect(events.some((event) => event.type === 'kernel-retry')).toBe(false);
  });

  it('asks again until something is heard on the output channel', async () => {
    const { outcome, executed } = await run(notebookOf([[{ print: 'heard' }]]), {
      kernels: { fake: fakeKernel('slow-output') },
    });
    expect(outcome.status).toBe('passed');
    expect(textOf(executed(), 0)).toBe('heard');
  });

  it('does not overwrite what an earlier run has executed when no kernel comes up', async () => {
    const folder = temporaryFolder();
    await run(notebookOf([[{ print: 'earlier' }]]), { folder });
    const { executed } = await run(notebookOf([[{ print: 'later' }]]), {
      folder,
      kernels: { fake: fakeKernel('die') },
    });
    expect(textOf(executed(), 0)).toBe('earlier');
    expect(existsSync(join(folder, 'reports', 'logs', 'default', 'sample.json'))).toBe(true);
  });
});
