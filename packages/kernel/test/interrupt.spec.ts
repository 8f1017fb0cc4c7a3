import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from './client.js';

/** Tells the client that the cell has come to the point where it is to be interrupted. */
const reached = 'console.log("reached");';

const endless: Readonly<Record<string, string>> = {
  'a loop': `${reached} for (;;);`,
  'a loop after an await': `await new Promise((r) => setTimeout(r, 5)); ${reached} for (;;);`,
  'a promise that never settles': `${reached} await new Promise(() => {});`,
  'a loop of awaits': `${reached} for (;;) await null;`,
  'a loop of ticks': `${reached} const tick = () => process.nextTick(tick); tick(); await new Promise(() => {});`,
  'a loop in a timer': `setTimeout(() => { ${reached} for (;;); }, 5); await new Promise(() => {});`,
  'a loop in a callback of the file system': `require('fs').readFile('/dev/null', () => { ${reached} for (;;); }); await new Promise(() => {});`,
  'a loop in a microtask': `queueMicrotask(() => { ${reached} for (;;); }); await new Promise(() => {});`,
  'a loop inside try and finally': `await null; try { ${reached} for (;;); } finally { for (;;); }`,
  'a loop that prints': 'console.log("reached"); for (let i = 0; ; i++) console.log(`line ${i}`);',
  'a loop that prints after an await':
    'await null; console.log("reached"); for (let i = 0; ; i++) console.log(`line ${i}`);',
  'a child process': `${reached} require('child_process').execSync('sleep 100');`,
  'a wait for another thread': `${reached} Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
};

describe('an interrupt', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start();
  });
  afterAll(() => kernel.stop());

  const begin = async (code: string): Promise<string> => {
    const id = await kernel.begin(code);
    await kernel.until(({ content, parent_header }) => content['name'] === 'stdout' && parent_header.msg_id === id);
    return id;
  };
  const expectAlive = async (): Promise<void> => {
    const { reply, content } = await kernel.run('40 + 2');
    expect(reply['status']).toBe('ok');
    expect(content('execute_result')['data']).toEqual({ 'text/plain': '42' });
  };

  it.each(Object.entries(endless))('ends %s, and the kernel goes on', async (_name, code) => {
    const id = await begin(code);
    expect(await kernel.request('control', 'interrupt_request')).toEqual({ status: 'ok' });
    const { reply, types, stdout } = await kernel.finish(id, 10_000);
    expect(reply).toMatchObject({ status: 'error', ename: 'Interrupted', evalue: 'The cell was interrupted.' });
    expect(types.filter((type) => type === 'error')).toHaveLength(1);
    // Nothing between the first line and the last that arrived is missing or broken.
    const lines = stdout.split('\n').slice(1, -1);
    expect(lines.every((line, index) => line === `line ${index}`)).toBe(true);
    await expectAlive();
  });

  it('comes as a signal too', async () => {
    const id = await begin(`${reached} for (;;);`);
    kernel.process.kill('SIGINT');
    expect((await kernel.finish(id)).reply['ename']).toBe('Interrupted');
    await expectAlive();
  });

  it("of a library's loop leaves the names of the notebook in place", async () => {
    await kernel.run('const kept = 1; function spin() { for (;;); }');
    const id = await begin(`await null; ${reached} spin();`);
    await kernel.request('control', 'interrupt_request');
    await kernel.finish(id);
    expect((await kernel.run('kept + 1')).content('execute_result')['data']).toEqual({ 'text/plain': '2' });
  });

  it('does nothing when no cell runs', async () => {
    expect(await kernel.request('control', 'interrupt_request')).toEqual({ status: 'ok' });
    kernel.process.kill('SIGINT');
    // The signal is handled before the answer to a question that is asked after it; only then may a cell start.
    for (let turn = 0; turn < 3; turn++) await kernel.request('control', 'kernel_info_request');
    await expectAlive();
  });

  it('of the running cell aborts the cells that wait behind it', async () => {
    const first = await begin(`${reached} for (;;);`);
    const second = await kernel.begin('1');
    await kernel.request('control', 'interrupt_request');
    expect((await kernel.finish(first)).reply['ename']).toBe('Interrupted');
    expect((await kernel.finish(second)).reply['status']).toBe('aborted');
    await expectAlive();
  });

  it('of a callback that a finished cell has left behind ends the cell that waits for it', async () => {
    await kernel.run('setTimeout(() => { for (;;); }, 0); 0');
    await delay(50);
    const id = await kernel.begin('"never"');
    await delay(50);
    await kernel.request('control', 'interrupt_request');
    expect((await kernel.finish(id)).reply['ename']).toBe('Interrupted');
    await expectAlive();
  });

  it('is answered, as everything on control, while a cell computes', async () => {
    const id = await begin(`${reached} for (;;);`);
    expect(await kernel.heartbeat()).toBe('beat');
    expect(await kernel.request('control', 'kernel_info_request')).toMatchObject({ status: 'ok' });
    expect(kernel.replies.has(id)).toBe(false);
    await kernel.request('control', 'interrupt_request');
    await kernel.finish(id);
  });

  it('reaches a child process that a cell starts before, while or after it arrives', async () => {
    // A cell takes some 50 ms to compile: these moments lie before its child process, at its start and after it.
    for (let moment = 0; moment < 100; moment += 4) {
      const id = await kernel.begin("require('child_process').execSync('sleep 100');");
      await kernel.until(
        ({ header, parent_header }) => header.msg_type === 'execute_input' && parent_header.msg_id === id,
      );
      await delay(moment);
      await kernel.request('control', 'interrupt_request');
      expect((await kernel.finish(id, 10_000)).reply['ename']).toBe('Interrupted');
    }
    await expectAlive();
  }, 60_000);

  it('at any moment of compiling, running and ending leaves a kernel that works', async () => {
    const code =
      'type A = { a: number }; const list: A[] = []; for (let i = 0; i < 2e5; i++) list.push({ a: i }); await null; list.length';
    for (let moment = 0; moment < 40; moment += 2) {
      const id = await kernel.begin(code);
      await delay(moment);
      await kernel.request('control', 'interrupt_request');
      const { reply } = await kernel.finish(id, 10_000);
      expect(['ok', 'error']).toContain(reply['status']);
      if (reply['status'] === 'error') expect(reply['ename']).toBe('Interrupted');
    }
    await expectAlive();
  });
});

describe('an interrupt at the start', () => {
  it('ends a cell that the compiler has not seen yet, and not the kernel', async () => {
    const kernel = await KernelClient.start();
    const id = await kernel.begin('for (;;);');
    await kernel.until(
      ({ header, parent_header }) => header.msg_type === 'execute_input' && parent_header.msg_id === id,
    );
    await kernel.request('control', 'interrupt_request');
    expect((await kernel.finish(id)).reply['ename']).toBe('Interrupted');
    expect((await kernel.run('1')).reply['status']).toBe('ok');
    await kernel.stop();
  });
});
