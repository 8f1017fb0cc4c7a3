import { setImmediate as nextTurn } from 'node:timers/promises';
import { Dealer, Subscriber } from 'zeromq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from './client.js';

describe('the protocol', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start();
    await kernel.run('1');
  });
  afterAll(() => kernel.stop());

  const expectAlive = async (): Promise<void> => {
    expect(await kernel.request('shell', 'kernel_info_request')).toMatchObject({ status: 'ok' });
  };

  it('names the true versions of everything that runs a cell', async () => {
    const info = await kernel.request('shell', 'kernel_info_request');
    expect(info).toMatchObject({ status: 'ok', protocol_version: '5.5', implementation: 'attention-atlas' });
    const { content } = await kernel.run("require('tslab').versions");
    const shown = String((content('execute_result')['data'] as Record<string, string>)['text/plain']);
    const { tslab, typescript, node } = info['provenance'] as Record<string, string>;
    expect(info['language_info']).toMatchObject({ name: 'typescript', version: typescript, file_extension: '.ts' });
    expect(shown).toContain(`tslab: '${tslab}'`);
    expect(shown).toContain(`typescript: '${typescript}'`);
    expect(shown).toContain(`node: 'v${node}'`);
  });

  it('welcomes every subscriber, and tells the first one that the kernel is starting', async () => {
    const first = kernel.received.slice(0, 2);
    expect(first.map(({ header }) => header.msg_type)).toEqual(['iopub_welcome', 'status']);
    expect(first[0]!.content).toEqual({ subscription: '' });
    expect(first[0]!.parent_header).toEqual({});
    expect(first[1]!.content).toEqual({ execution_state: 'starting' });
    const second = new Subscriber({ linger: 0 });
    second.connect(`tcp://127.0.0.1:${kernel.connection.iopub_port}`);
    second.subscribe('some topic');
    const [topic, , , header, parent, , content] = (await second.receive()).map(String);
    expect(topic).toBe('some topic');
    expect(JSON.parse(header!)).toMatchObject({ msg_type: 'iopub_welcome' });
    expect([parent, content]).toEqual(['{}', '{"subscription":"some topic"}']);
    second.close();
  });

  it('surrounds every request with busy and idle', async () => {
    for (const channel of ['shell', 'control'] as const) {
      const id = await kernel.send(channel, 'kernel_info_request', {});
      await kernel.reply(id);
      await kernel.until(
        ({ content, parent_header }) => content['execution_state'] === 'idle' && parent_header.msg_id === id,
      );
      expect(kernel.messagesOf(id).map(({ content }) => content['execution_state'])).toEqual(['busy', 'idle']);
    }
  });

  it('counts the executions that are stored, and no others', async () => {
    const count = async (options: object): Promise<number> =>
      Number((await kernel.run('0', options)).reply['execution_count']);
    const start = await count({});
    expect(await count({ store_history: false })).toBe(start);
    expect(await count({ silent: true })).toBe(start);
    expect(await count({})).toBe(start + 1);
  });

  it('evaluates user expressions after the cell, each on its own', async () => {
    const { reply } = await kernel.run('const base = 20;', {
      user_expressions: {
        sum: 'base + 1',
        object: '({ a: base })',
        bad: 'missing',
        thrown: '(() => { throw new Error("t") })()',
      },
    });
    expect(reply['user_expressions']).toMatchObject({
      sum: { status: 'ok', data: { 'text/plain': '21' }, metadata: {} },
      object: { status: 'ok', data: { 'text/plain': '{ a: 20 }' } },
      bad: { status: 'error', ename: 'CompileError' },
      thrown: { status: 'error', ename: 'Error', evalue: 't' },
    });
  });

  it('completes with kinds, counting in code points', async () => {
    await kernel.run('const 变量 = "😀"; const longName = { inner: 1 };');
    const code = '"😀😀"; longNa';
    const reply = await kernel.request('shell', 'complete_request', { code, cursor_pos: [...code].length });
    expect(reply).toMatchObject({ status: 'ok', matches: ['longName'], cursor_start: 6, cursor_end: 12 });
    expect(reply['metadata']).toEqual({
      _jupyter_types_experimental: [{ text: 'longName', type: 'const', start: 6, end: 12 }],
    });
    const member = await kernel.request('shell', 'complete_request', { code: 'longName.', cursor_pos: 9 });
    expect(member['matches']).toContain('inner');
    const broken = await kernel.request('shell', 'complete_request', { code: '((((', cursor_pos: 2 });
    expect(broken['status']).toBe('ok');
  });

  it('inspects types and documentation', async () => {
    await kernel.run('/** Doubles. */\nfunction double(n: number): number { return 2 * n }');
    for (const [code, cursor_pos] of [
      ['double(3)', 2],
      ['double', 6],
      ['double(', 7],
    ] as const) {
      const reply = await kernel.request('shell', 'inspect_request', { code, cursor_pos, detail_level: 0 });
      expect(reply).toMatchObject({ status: 'ok', found: true });
      expect((reply['data'] as Record<string, string>)['text/plain']).toContain('function double(n: number): number');
      expect((reply['data'] as Record<string, string>)['text/markdown']).toContain('```typescript');
    }
    const nothing = await kernel.request('shell', 'inspect_request', { code: '   ', cursor_pos: 1, detail_level: 0 });
    expect(nothing).toEqual({ status: 'ok', found: false, data: {}, metadata: {} });
  });

  it('shows what a docstring says of parameters, results and errors', async () => {
    await kernel.run(
      '/**\n * Halves.\n * @param n an even number\n * @throws RangeError when it is odd\n */\nfunction half(n: number): number { return n / 2 }',
    );
    const reply = await kernel.request('shell', 'inspect_request', { code: 'half', cursor_pos: 4, detail_level: 0 });
    const { 'text/markdown': markdown } = reply['data'] as Record<string, string>;
    expect(markdown).toContain('\n\nHalves.\n\n*@param* n an even number\n\n*@throws* RangeError when it is odd');
  });

  it.each([
    ['1 + 1', 'complete'],
    ['function f() {', 'incomplete'],
    ['const a = [1,', 'incomplete'],
  ])('knows whether %j is complete', async (code, status) => {
    expect(await kernel.request('shell', 'is_complete_request', { code })).toMatchObject({ status });
  });

  it('remembers what was executed', async () => {
    await kernel.run('111 + 111');
    const tail = await kernel.request('shell', 'history_request', {
      hist_access_type: 'tail',
      n: 1,
      output: true,
      raw: true,
    });
    expect(tail['history']).toEqual([[0, expect.any(Number) as unknown, ['111 + 111', '222']]]);
  });

  it('has no comms, and closes the ones that clients open', async () => {
    expect(await kernel.request('shell', 'comm_info_request')).toEqual({ status: 'ok', comms: {} });
    const id = await kernel.send('shell', 'comm_open', { comm_id: 'c', target_name: 'jupyter.widget', data: {} });
    const closed = await kernel.until(
      ({ header, parent_header }) => header.msg_type === 'comm_close' && parent_header.msg_id === id,
    );
    expect(closed.content).toEqual({ comm_id: 'c', data: {} });
  });

  it('answers what it does not support, instead of leaving a client to wait', async () => {
    expect(await kernel.request('shell', 'debug_request')).toMatchObject({ status: 'error', ename: 'NotSupported' });
    expect(await kernel.request('control', 'create_subshell_request')).toMatchObject({ status: 'error' });
    expect(await kernel.request('shell', 'execute_request', { code: 7 })).toMatchObject({
      status: 'error',
      ename: 'InvalidRequest',
      evalue: 'code must be a string, found number',
    });
  });

  it('ignores messages that are signed wrongly, or sent twice', async () => {
    const forged = kernel.frames('execute_request', { code: 'globalThis.forged = true' }, { key: 'guessed' });
    await kernel.shell.send(forged.frames);
    const once = kernel.frames('execute_request', { code: 'globalThis.times = (globalThis.times ?? 0) + 1; 0' });
    await kernel.shell.send(once.frames);
    await kernel.finish(once.id);
    await kernel.shell.send(once.frames);
    const { content } = await kernel.run('const g = globalThis as any; [g.forged, g.times]');
    expect(content('execute_result')['data']).toEqual({ 'text/plain': '[ undefined, 1 ]' });
    expect(kernel.messagesOf(forged.id)).toEqual([]);
    expect(kernel.log).toContain('the signature does not fit the message');
    expect(kernel.log).toContain('the message was sent before');
  });

  it('survives whatever else is sent to its sockets', async () => {
    let seed = 1;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const valid = kernel.frames('execute_request', { code: '1' }).frames;
    const stdin = new Dealer({ linger: 0 });
    stdin.connect(`tcp://127.0.0.1:${kernel.connection.stdin_port}`);
    for (let round = 0; round < 500; round++) {
      const frames = valid.map((frame) => Buffer.from(frame));
      const victim = random(frames.length);
      const frame = frames[victim]!;
      if (random(2) === 0) frames.splice(victim, random(3), Buffer.from([random(256)]));
      else if (frame.length > 0) frame[random(frame.length)] = random(256);
      const socket = [kernel.shell, kernel.control, stdin][random(3)]!;
      await socket.send(frames);
      if (round % 50 === 0) await nextTurn();
    }
    stdin.close();
    await expectAlive();
    expect((await kernel.run('2')).reply['status']).toBe('ok');
  });

  it('serves several clients, each with its own replies, all with the same output', async () => {
    const other = new Dealer({ linger: 0, receiveTimeout: 5000 });
    other.connect(`tcp://127.0.0.1:${kernel.connection.shell_port}`);
    const { id, frames } = kernel.frames('execute_request', { code: 'console.log("of the other client")' });
    await other.send(frames);
    const reply = (await other.receive()).map(String);
    expect(JSON.parse(reply[5]!)).toMatchObject({ status: 'ok' });
    const seen = await kernel.until(
      ({ header, parent_header }) => header.msg_type === 'stream' && parent_header.msg_id === id,
    );
    expect(seen.content['text']).toBe('of the other client\n');
    expect(kernel.replies.has(id)).toBe(false);
    other.close();
  });
});

describe('the protocol without a key', () => {
  it('needs no signatures', async () => {
    const kernel = await KernelClient.start({ connection: { key: '' } });
    expect(await kernel.request('control', 'kernel_info_request')).toMatchObject({ status: 'ok' });
    await kernel.stop();
  });
});
