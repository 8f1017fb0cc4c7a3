import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient, type CellRun, type Message } from './client.js';

describe('errors', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start();
  });
  afterAll(() => kernel.stop());

  const failing = async (code: string): Promise<{ run: CellRun; error: Message; text: string }> => {
    const run = await kernel.run(code);
    expect(run.reply['status']).toBe('error');
    const error = run.messages.find(({ header }) => header.msg_type === 'error')!;
    const { ename, evalue, traceback } = error.content;
    expect(run.reply).toMatchObject({ ename, evalue, traceback });
    return { run, error, text: (traceback as string[]).join('\n') };
  };

  /** An error that is published for a cell which has ended. */
  const lateError = (run: CellRun): Promise<Message> => {
    const id = run.messages[0]!.parent_header.msg_id;
    return kernel.until(({ header, parent_header }) => header.msg_type === 'error' && parent_header.msg_id === id);
  };

  it('have a name, a message and the line of the TypeScript, not of the JavaScript', async () => {
    const code = [
      'interface Shape {',
      '  sides: number;',
      '}',
      'function area(shape: Shape | undefined): number {',
      '  return shape!.sides * 2;',
      '}',
      'type Alias = string;',
      'area(undefined);',
    ].join('\n');
    const { run, error, text } = await failing(code);
    const cell = `cell-${String(run.reply['execution_count'])}.ts`;
    expect(error.content['ename']).toBe('TypeError');
    expect(error.content['evalue']).toBe("Cannot read properties of undefined (reading 'sides')");
    expect(error.metadata['position']).toEqual({ file: cell, line: 5, column: 17 });
    expect(text).toContain('> 5 |   return shape!.sides * 2;');
    expect(text).toContain(`at area (${cell}:5:17)\n    at ${cell}:8:1`);
    expect(text).not.toContain('executor');
    expect(text).not.toContain('evalmachine');
  });

  it('point into cells that await, and into the cell that defined the function', async () => {
    const define = await kernel.run(
      'enum Kind { A }\n\nasync function fails(): Promise<void> {\n  throw new RangeError("out");\n}',
    );
    const { run, text } = await failing('type T = 1;\nawait new Promise((r) => setTimeout(r, 5));\nawait fails();');
    const [defining, calling] = [define, run].map(({ reply }) => `cell-${String(reply['execution_count'])}.ts`);
    expect(text).toContain(`at fails (${defining}:4:9)`);
    expect(text).toContain(`at ${calling}:3:7`);
  });

  it('of deep libraries still show the line of the cell', async () => {
    const { error } = await failing(
      "import { EventEmitter } from 'events';\n\nconst deep = (n: number): void => { if (n === 0) throw new Error('deep'); [n].forEach((m) => deep(m - 1)); };\ndeep(9);",
    );
    expect(error.metadata['position']).toMatchObject({ line: 3 });
    const json = await failing('const a = 1;\nJSON.parse("{");');
    expect(json.error.metadata['position']).toMatchObject({ line: 2, column: 6 });
    expect(json.error.content['ename']).toBe('SyntaxError');
  });

  it("show the cell's lines when the cell prints a stack itself", async () => {
    const { stdout } = await kernel.run(
      'interface A { b: 1 }\ntry { throw new Error("own") } catch (error) { console.log((error as Error).stack) }',
    );
    expect(stdout).toMatch(/^Error: own\n {4}at cell-\d+\.ts:2:13\n$/);
  });

  it('carry their causes and their own fields', async () => {
    const { text } = await failing(
      "throw Object.assign(new Error('outer', { cause: new Error('inner') }), { code: 'EOWN' })",
    );
    expect(text).toContain("code: 'EOWN'");
    expect(text).toContain('[cause]: Error: inner');
  });

  it.each([
    ["'text'", "'text'"],
    ['{ a: 1 }', '{ a: 1 }'],
    ['undefined', 'undefined'],
    ['null', 'null'],
  ])('of a thrown %s that is no Error say what was thrown', async (value, shown) => {
    const { error } = await failing(`throw ${value}`);
    expect(error.content['ename']).toBe('Thrown');
    expect(error.content['evalue']).toContain(shown);
  });

  it('that cannot be read are reported all the same', async () => {
    const { error } = await failing('throw new Proxy(new Error("x"), { get() { throw new Error("no"); } })');
    expect(error.content['ename']).toBeTruthy();
  });

  it('of the compiler name every place and quote it', async () => {
    const { error, text } = await failing('const fine = 1;\nconst bad: string = 3;\nunknownName();');
    const cell = String((error.metadata['position'] as { file: string }).file);
    expect(error.content['ename']).toBe('CompileError');
    expect(error.content['evalue']).toBe(
      `${cell}:2:7 - error TS2322: Type 'number' is not assignable to type 'string'.`,
    );
    expect(text).toContain('> 2 | const bad: string = 3;\n    |       ^^^');
    expect(text).toContain(`${cell}:3:1 - error TS2304: Cannot find name 'unknownName'.`);
  });

  it('of syntax are errors of the compiler', async () => {
    const { error } = await failing('const = 3');
    expect(error.content['ename']).toBe('CompileError');
    expect(error.metadata['position']).toMatchObject({ line: 1, column: 7 });
  });

  it('in a module that a cell defines name the module', async () => {
    const { error } = await failing('/** @module broken */\nexport const n: number = "n";');
    expect(error.content['evalue']).toContain('broken.ts:2:14');
    await kernel.run(
      '/** @module thrower */\ninterface I { a: 1 }\nexport function thrower(): never {\n  throw new Error("module");\n}',
    );
    const thrown = await failing("import { thrower } from './thrower';\nthrower();");
    expect(thrown.text).toContain('at thrower (thrower.ts:4:9)');
  });

  it('that nothing caught fail the cell that is running', async () => {
    const rejected = await failing('const a = 1;\nPromise.reject(new Error("no handler"))');
    expect(rejected.error.metadata['position']).toMatchObject({ line: 2 });
    const timer = await failing(
      'setTimeout(() => { throw new Error("in a timer") }, 5);\nawait new Promise(() => {});',
    );
    expect(timer.error.content['evalue']).toBe('in a timer');
    expect((await kernel.run('1')).reply['status']).toBe('ok');
  });

  it('that come late are reported to the cell that caused them, not to the one that runs', async () => {
    const causes = [
      'setTimeout(() => { throw new Error("late timer") }, 60); 0',
      'setTimeout(() => Promise.reject(new Error("late rejection")), 60); 0',
      '(async () => { await new Promise((r) => setTimeout(r, 60)); throw new Error("late async") })(); 0',
      "require('fs').readFile('/', () => setImmediate(() => { throw new Error('late callback') })); 0",
    ];
    for (const cause of causes) {
      const first = await kernel.run(cause);
      expect(first.reply['status']).toBe('ok');
      const second = await kernel.run('await new Promise((r) => setTimeout(r, 150)); "fine"');
      expect(second.reply['status']).toBe('ok');
      expect(second.types).not.toContain('error');
      const { content } = await lateError(first);
      expect(content['evalue']).toMatch(/^late /);
    }
  });

  it('abort the executions that were sent before they were known', async () => {
    const ids = [await kernel.begin('throw new Error("first")'), await kernel.begin('globalThis.ran = true')];
    const info = await kernel.send('shell', 'kernel_info_request', {});
    const [first, second] = [await kernel.finish(ids[0]!), await kernel.finish(ids[1]!)];
    expect(first.reply['status']).toBe('error');
    expect(second.reply['status']).toBe('aborted');
    expect(second.types).toEqual(['busy', 'idle']);
    expect((await kernel.reply(info)).content['status']).toBe('ok');
    const after = await kernel.run('(globalThis as any).ran === undefined');
    expect(after.content('execute_result')['data']).toEqual({ 'text/plain': 'true' });
  });

  it('abort nothing that is sent after them, and nothing when stop_on_error is off', async () => {
    const ids = [await kernel.begin('throw 1', { stop_on_error: false }), await kernel.begin('2')];
    expect((await kernel.finish(ids[0]!)).reply['status']).toBe('error');
    expect((await kernel.finish(ids[1]!)).reply['status']).toBe('ok');
    await kernel.run('throw 1');
    expect((await kernel.run('3')).reply['status']).toBe('ok');
  });

  it('leave the output of the cell before them in place and in order', async () => {
    const { types, stdout } = await kernel.run('console.log("before"); throw new Error("after")');
    expect(types).toEqual(['busy', 'execute_input', 'stream', 'error', 'idle']);
    expect(stdout).toBe('before\n');
    await delay(0);
  });
});
