import { setTimeout as delay } from 'node:timers/promises';
import { Subscriber } from 'zeromq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient, type CellRun } from './client.js';
import { executorOf, peakMemory } from './processes.js';

describe('output', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start({ env: { FORCE_COLOR: '1', CLICOLOR_FORCE: '1' } });
  });
  afterAll(() => kernel.stop());

  /** Waits for text that a cell puts out after its end. */
  const lateText = async (run: CellRun, text: string): Promise<void> => {
    const id = run.messages[0]!.parent_header.msg_id;
    await kernel.until(
      ({ header, parent_header, content }) =>
        header.msg_type === 'stream' && parent_header.msg_id === id && String(content['text']).includes(text),
    );
  };

  it('of 200,000 lines in one turn arrives whole, in order, before idle', async () => {
    const { reply, stdout, types } = await kernel.run('for (let i = 0; i < 200_000; i++) console.log(`line ${i}`);');
    expect(reply['status']).toBe('ok');
    const lines = stdout.split('\n');
    expect(lines).toHaveLength(200_001);
    expect(lines.findIndex((line, index) => line !== `line ${index}`)).toBe(200_000);
    expect(types.at(-1)).toBe('idle');
    expect(types.length).toBeLessThan(2_000);
  });

  it('of 100 MB passes through bounded memory', async () => {
    const { stdout } = await kernel.run(
      'const text = "x".repeat(999); for (let i = 0; i < 100_000; i++) console.log(text);',
    );
    expect(stdout).toHaveLength(100_000_000);
    expect(peakMemory(kernel.process.pid!)).toBeLessThan(200);
    expect(peakMemory(executorOf(kernel))).toBeLessThan(450);
  });

  it('waits for a client that does not read, answers on control meanwhile, and then goes on without loss', async () => {
    const idler = new Subscriber({ receiveHighWaterMark: 1, linger: 0 });
    idler.connect(`tcp://127.0.0.1:${kernel.connection.iopub_port}`);
    idler.subscribe();
    await idler.receive();
    const id = await kernel.begin(
      'const block = "y".repeat(65_535); for (let i = 0; i < 1500; i++) console.log(block);',
    );
    let before = -1;
    for (let now = 0; now !== before; now = kernel.messagesOf(id).length) {
      before = now;
      await delay(400);
    }
    expect(kernel.replies.has(id)).toBe(false);
    expect(await kernel.heartbeat()).toBe('beat');
    expect(await kernel.request('control', 'kernel_info_request')).toMatchObject({ status: 'ok' });
    idler.close();
    const { stdout } = await kernel.finish(id);
    expect(stdout).toHaveLength(1500 * 65_536);
  });

  it('keeps the order of stdout, stderr and displays', async () => {
    const { messages } = await kernel.run(
      "import { display } from 'tslab';\nconsole.log(1); console.error(2); console.log(3); display.text('4'); console.log(5);",
    );
    const kinds = messages
      .filter(({ header }) => ['stream', 'display_data'].includes(header.msg_type))
      .map(({ content }) => [content['name'], content['text']]);
    expect(kinds).toEqual([
      ['stdout', '1\n'],
      ['stderr', '2\n'],
      ['stdout', '3\n'],
      [undefined, undefined],
      ['stdout', '5\n'],
    ]);
  });

  it('keeps characters whole, also those written byte by byte and those at the edges of pieces', async () => {
    const bytes = await kernel.run('for (const byte of Buffer.from("é😀")) process.stdout.write(Buffer.from([byte]));');
    expect(bytes.stdout).toBe('é😀');
    const { stdout } = await kernel.run('process.stdout.write("a" + "😀".repeat(20_000)); undefined');
    expect(stdout).toBe(`a${'😀'.repeat(20_000)}`);
    const encoded = await kernel.run('process.stdout.write("6869", "hex"); undefined');
    expect(encoded.stdout).toBe('hi');
  });

  it('calls back when text is written, as streams do', async () => {
    const { stdout } = await kernel.run(
      'await new Promise<void>((done) => { process.stdout.write("a", () => { process.stdout.write("b"); done(); }); process.stdout.write("c"); });',
    );
    expect(stdout).toBe('acb');
  });

  it('of child processes and native code belongs to the cell', async () => {
    const { stdout, stderr } = await kernel.run(
      "require('child_process').execSync('echo out; echo err >&2', { stdio: 'inherit' }); require('fs').writeSync(1, 'direct');",
    );
    expect(stdout).toBe('out\ndirect');
    expect(stderr).toBe('err\n');
  });

  it('that comes late goes to the cell that caused it, not to the one that runs', async () => {
    const causes = [
      'setTimeout(() => console.log("LATE"), 60); 0',
      '(async () => { await new Promise((r) => setTimeout(r, 60)); console.log("LATE"); })(); 0',
      "require('timers').setTimeout(() => queueMicrotask(() => console.log('LATE')), 60); 0",
      "require('child_process').exec('sleep 0.1; echo LATE', (_e: unknown, out: string) => console.log(out)); 0",
      "require('util').promisify(setTimeout)(60).then(() => console.log('LATE')); 0",
    ];
    for (const cause of causes) {
      const first = await kernel.run(cause);
      const second = await kernel.run(
        'for (let i = 0; i < 25; i++) { await new Promise((r) => setTimeout(r, 10)); console.log("mine"); }',
      );
      await lateText(first, 'LATE');
      expect(second.stdout).toBe('mine\n'.repeat(25));
    }
  });

  it('of a silent cell is not published', async () => {
    const { types, reply } = await kernel.run('console.log("hidden"); require("tslab").display.text("hidden"); 7', {
      silent: true,
      user_expressions: { seven: '3 + 4' },
    });
    expect(types).toEqual(['busy', 'idle']);
    expect(reply['user_expressions']).toMatchObject({ seven: { status: 'ok', data: { 'text/plain': '7' } } });
  });

  it('has no colours, whoever starts the kernel', async () => {
    const { stdout, content } = await kernel.run('console.log(42, [1]); [42]');
    expect(stdout).toBe('42 [ 1 ]\n');
    expect(content('execute_result')['data']).toEqual({ 'text/plain': '[ 42 ]' });
    const child = await kernel.run(
      "require('child_process').execFileSync(process.execPath, ['-p', '[42]'], { stdio: 'inherit' }); console.error([1]);",
    );
    expect([child.stdout, child.stderr]).toEqual(['[ 42 ]\n', '[ 1 ]\n']);
    const failed = await kernel.run('console.table([{ a: 1 }]); throw Object.assign(new Error("e"), { a: 1 });');
    expect(JSON.stringify([failed.reply, failed.stdout])).not.toContain('\\u001b');
  });

  it("of TensorFlow's start is not shown, all other text on standard error is", async () => {
    const lines = [
      'before',
      'WARNING: All log messages before absl::InitializeLog() is called are written to STDERR',
      'I0000 00:00:1795405192.477994    8834 port.cc:153] oneDNN custom operations are on. You may see slightly different numerical results due to floating-point round-off errors from different computation orders. To turn them off, set the environment variable `TF_ENABLE_ONEDNN_OPTS=0`.',
      'I0000 00:00:1795405192.477994    8834 port.cc:153] something else',
      'I',
    ];
    const text = JSON.stringify(lines.join('\n'));
    const direct = await kernel.run(`require('fs').writeSync(2, ${text});`);
    expect(direct.stderr).toBe(`before\n${lines[3]!}\nI`);
    // What a cell itself writes is the cell's, whatever it says.
    const own = await kernel.run(`console.error(${text});`);
    expect(own.stderr).toBe(`${lines.join('\n')}\n`);
  });

  it('shows no mark of bookkeeping on promises', async () => {
    const { content } = await kernel.run('const p = Promise.resolve(1); (async () => {})(); p');
    expect(content('execute_result')['data']).toEqual({ 'text/plain': 'Promise { 1 }' });
  });
});
