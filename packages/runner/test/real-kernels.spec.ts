import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { KernelSpec } from '../src/kernelspec/kernel-spec.js';
import type { RunEvent } from '../src/progress/events.js';
import {
  codeCell,
  eventually,
  exists,
  hasty,
  notebookOf,
  run,
  stockTslab,
  textOf,
  type CellSource,
} from './support.js';

/** Real kernels need more patience than the scripted one. */
const timings = { ...hasty, start: 60_000, interruptStep: 1500, shutdown: 3000, settle: 200 };

/** This project's kernel, found as any program finds it: through its package. */
function projectKernel(): KernelSpec {
  const folder = dirname(createRequire(import.meta.url).resolve('@atlas/kernel'));
  return {
    argv: [process.execPath, join(folder, 'bin.js'), '--connection-file', '{connection_file}'],
    display_name: 'TypeScript',
    language: 'typescript',
    interrupt_mode: 'message',
  };
}

function runWith(kernel: KernelSpec, sources: readonly CellSource[], options = {}) {
  return run(notebookOf(sources), { kernels: { fake: kernel }, timings, ...options });
}

describe.each([
  ['stock tslab', stockTslab()],
  ["this project's kernel", projectKernel()],
])('%s', (_name, kernel) => {
  it('executes TypeScript and reports type errors and thrown errors, with a line where it can', async () => {
    const { outcome, executed } = await runWith(kernel, [
      'const a: number = 6;',
      'console.log(a * 7); console.error("note")',
      { source: 'console.log("before");\nthrow new RangeError("too far");', tags: ['raises-exception'] },
      'console.log("after")',
      'const x = 1;\nconst y: string = x;',
    ]);
    expect(textOf(executed(), 1)).toBe('42\n');
    expect(textOf(executed(), 1, 'stderr')).toBe('note\n');
    expect(codeCell(executed(), 1).execution_count).toBe(2);
    expect(textOf(executed(), 2)).toBe('before\n');
    expect(codeCell(executed(), 2).outputs.at(-1)).toMatchObject({
      output_type: 'error',
      ename: 'RangeError',
      evalue: 'too far',
    });
    expect(textOf(executed(), 3)).toBe('after\n');
    expect(outcome.failures).toMatchObject([{ kind: 'cell-error', cell: { index: 4, line: 2 } }]);
    expect(outcome.failures[0]?.message).toContain('not assignable');
  });

  it('fails on a rejection that comes after the reply, and names the cell', async () => {
    const { outcome } = await runWith(kernel, ['void Promise.reject(new Error("forgotten"));']);
    expect(outcome.failures[0]).toMatchObject({ cell: { index: 0 } });
    expect(outcome.failures[0]?.message).toContain('forgotten');
    expect(outcome.exitCode).toBe(1);
  });

  it('notices process.exit at once', async () => {
    const { outcome } = await runWith(kernel, ['console.log("x")', 'process.exit(3)', 'console.log("never")']);
    expect(outcome.failures).toMatchObject([{ kind: 'kernel-died', cell: { index: 1 } }]);
    expect(outcome.failures[0]?.message).toContain('exited with code 3');
  });

  it.each(['for (;;);', 'await new Promise(() => undefined);'])('stops %s', async (endless) => {
    const controller = new AbortController();
    const { outcome, executed } = await runWith(kernel, ['console.log(process.pid)', endless], {
      signal: controller.signal,
      onEvent: (event: RunEvent) => {
        if (event.type === 'cell-start' && event.cell.index === 1) setTimeout(() => controller.abort(), 300);
      },
    });
    expect(outcome.failures).toMatchObject([{ kind: 'interrupted', cell: { index: 1 } }]);
    expect(await eventually(() => !exists(Number(textOf(executed(), 0))))).toBe(true);
  });
});

describe('a lack of memory', () => {
  it('is told from other deaths', async () => {
    const env = { ...process.env, NODE_OPTIONS: '--max-old-space-size=96' };
    const source = 'const all: number[][] = []; for (;;) all.push(new Array(100_000).fill(1));';
    const { outcome } = await runWith(projectKernel(), ['console.log(1)', source], { env });
    expect(outcome.failures).toMatchObject([{ kind: 'out-of-memory', cell: { index: 1 } }]);
    expect(outcome.failures[0]?.message).toContain('JavaScript heap out of memory');
  });
});

describe('lost output', () => {
  it('of stock tslab is called incomplete, not passed', async () => {
    const { outcome } = await runWith(stockTslab(), ['for (let i = 0; i < 20_000; i += 1) console.log(i);']);
    // tslab may report the send that failed as well, as a rejection that nobody awaited.
    expect(outcome.failures.map(({ kind }) => kind)).toContain('output-incomplete');
    expect(outcome.exitCode).toBe(1);
  });

  it("does not happen with this project's kernel", async () => {
    const { outcome, executed } = await runWith(projectKernel(), [
      'for (let i = 0; i < 50_000; i += 1) console.log(i);',
    ]);
    expect(outcome.failures).toEqual([]);
    const lines = textOf(executed(), 0).split('\n');
    expect(lines).toHaveLength(50_001);
    expect(lines.findIndex((line, index) => index < 50_000 && line !== String(index))).toBe(-1);
  });

  it('of a loop that prints without end is stopped by the limit', async () => {
    const { outcome, executed } = await runWith(projectKernel(), ['for (;;) console.log("x".repeat(1000));'], {
      limits: { cellBytes: 1_000_000 },
    });
    expect(outcome.failures).toMatchObject([{ kind: 'output-limit', cell: { index: 0 } }]);
    expect(textOf(executed(), 0).length).toBeGreaterThan(100_000);
  });
});

/** A Python with ipykernel: the one that `ATLAS_PYTHON` names, else `python3`. */
const python = process.env['ATLAS_PYTHON'] ?? 'python3';
const hasPython = ((): boolean => {
  try {
    execFileSync(python, ['-c', 'import ipykernel'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasPython)(`ipykernel (${hasPython ? 'found' : 'SKIPPED: no Python with ipykernel'})`, () => {
  const kernel: KernelSpec = {
    argv: [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
    display_name: 'Python',
    language: 'python',
  };
  const runPython = (sources: readonly string[], options = {}) =>
    run(notebookOf(sources, 'fake', 'python'), { kernels: { fake: kernel }, timings, ...options });

  it('executes, keeps results and reports errors with their line', async () => {
    const { outcome, executed } = await runPython(['a = 6\na * 7', 'print("x")\n\n1 / 0']);
    expect(codeCell(executed(), 0).outputs).toMatchObject([
      { output_type: 'execute_result', data: { 'text/plain': ['42'] } },
    ]);
    expect(outcome.failures).toMatchObject([
      { kind: 'cell-error', message: 'ZeroDivisionError: division by zero', cell: { index: 1, line: 3 } },
    ]);
  });

  it('refuses input instead of waiting for it', async () => {
    const { outcome } = await runPython(['input("name? ")']);
    expect(outcome.failures[0]?.message).toContain('StdinNotImplementedError');
  });

  it('is interrupted, also when it ignores it', async () => {
    const patient = await runPython(['import time\nwhile True: time.sleep(0.1)'], { cellTimeout: 1000 });
    expect(patient.outcome.failures).toMatchObject([{ kind: 'cell-timeout' }]);
    const deaf = 'import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: time.sleep(0.1)';
    const { outcome, events } = await runPython([deaf], {
      cellTimeout: 1000,
      timings: { ...timings, interruptStep: 300 },
    });
    expect(outcome.failures).toMatchObject([{ kind: 'cell-timeout' }]);
    expect(events.flatMap((event) => (event.type === 'cell-stop' ? [event.step] : [])).length).toBeGreaterThan(2);
  });
});
