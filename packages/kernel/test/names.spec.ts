import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient, type CellRun } from './client.js';

/** Cells that run one after the other, and the text of the last one's value. */
type Case = readonly [name: string, cells: readonly string[], value: string];

const shorthand: readonly Case[] = [
  ['a constant', ['const units = 3;', '({ units })'], '{ units: 3 }'],
  [
    'in nested objects and lists',
    ['const units = 3;', '({ a: { units, list: [{ units }] } }).a.list'],
    '[ { units: 3 } ]',
  ],
  ['in a function', ['const units = 3;', 'const f = () => ({ units }); f()'], '{ units: 3 }'],
  ['in a default parameter', ['const units = 3;', 'const f = (o = { units }) => o; f()'], '{ units: 3 }'],
  ['in a field of a class', ['const units = 3;', 'class A { v = { units } }; new A().v'], '{ units: 3 }'],
  ['in a template', ['const units = 3;', '`${{ units }.units}`'], "'3'"],
  ['beside an await', ['const units = 3;', '({ units, b: await Promise.resolve(2) })'], '{ units: 3, b: 2 }'],
  [
    'in an async generator',
    [
      'const units = 3;',
      'const all: object[] = []; for await (const x of (async function* () { yield { units } })()) all.push(x); all',
    ],
    '[ { units: 3 } ]',
  ],
  ['a function', ['function twice(n: number) { return 2 * n }', '({ twice }).twice(2)'], '4'],
  ['a class', ['class A { x = 1 }', 'const { A: B } = { A }; new B().x'], '1'],
  ['an enum', ['enum E { One = 1 }', '({ E }).E.One'], '1'],
  ['an import under another name', ['import { basename as name } from "path";', '({ name }).name("/a/b")'], "'b'"],
  ['what a parameter hides', ['const units = 3;', 'const f = (units: number) => ({ units }); f(9)'], '{ units: 9 }'],
  [
    'in a pattern that assigns',
    ['let a = 0; let b = 0;', '({ a, b = 5 } = { a: 1 } as { a: number; b?: number }); [a, b]'],
    '[ 1, 5 ]',
  ],
  [
    'in a pattern with a rest',
    ['let a = 0; let rest = {};', '({ a, ...rest } = { a: 1, c: 2 }); [a, rest]'],
    '[ 1, { c: 2 } ]',
  ],
];

const variables: readonly Case[] = [
  ['is seen by the functions of its own cell', ['let rate = 1; const f = () => rate;', 'rate = 5;', 'f()'], '5'],
  ['is seen when such a function has assigned it', ['let n = 0; function inc() { n++ }', 'inc(); inc();', 'n'], '2'],
  [
    'is assigned by patterns',
    ['let { a, b: [c] } = { a: 1, b: [2] }; const f = () => [a, c];', '[a, c] = [c + 5, a];', 'f()'],
    '[ 7, 1 ]',
  ],
  ['is assigned by loops', ['let i = 0; const f = () => i;', 'for (i of [1, 2, 3]);', 'f()'], '3'],
  [
    'is assigned in a cell that awaits',
    ['let n = await Promise.resolve(1); const f = () => ++n;', 'n = 10; f()', 'n'],
    '11',
  ],
  [
    'is another one when it is declared anew',
    ['let n = 0; function inc() { return ++n }', 'let n = 100;', '[inc(), n]'],
    '[ 1, 100 ]',
  ],
  [
    'may become a constant and a variable again',
    ['let n = 0;', 'const n = 5;', 'let n = 7; const f = () => n;', 'n = 8; f()'],
    '8',
  ],
  ['may be a var', ['var n = 1; const f = () => n;', 'n += 1;', 'f()'], '2'],
  [
    'may begin with underscores',
    ['let __n = 1; const __dirname = "d";', '__n += 1; ({ __n, __dirname })'],
    "{ __n: 2, __dirname: 'd' }",
  ],
];

const others: readonly Case[] = [
  [
    'names of properties in patterns are only names',
    ['const units = 7; const o = { units: 3 };', 'const { units: u } = o; u'],
    '3',
  ],
  [
    'functions are called without this',
    ['function f(this: unknown) { "use strict"; return this }', 'String(f()) + String((f as () => unknown)())'],
    "'undefinedundefined'",
  ],
  ['methods keep their this', ['const o = { a: 1, f() { return this.a } };', 'o.f() + ({ o }).o.f()'], '2'],
  ['a parameter may be called exports', ['const q = 1;', '((exports: object) => q)({ q: 9 })'], '1'],
  [
    'const, function and class may be exported',
    ['export const q = 2; export function w() { return q }\nexport default class C { x = 1 }', 'w() + q + new C().x'],
    '5',
  ],
  [
    'types and enums may be exported',
    [
      'export type T = { a: number }; export interface I { b: E }\nexport enum E { One = 1 }',
      'const t: T & I = { a: 1, b: E.One }; t',
    ],
    '{ a: 1, b: 1 }',
  ],
  [
    'lists of exports are allowed',
    ['const q = 1; type T = number; export { q }; export type { T };', 'const t: T = q; t'],
    '1',
  ],
  ['namespaces stay', ['namespace N { export const a = 3 }', 'const other = 1;', 'N.a'], '3'],
  [
    'namespaces that extend a class stay',
    ['class K {} namespace K { export const a = 1 }', 'const other = 1;', 'K.a'],
    '1',
  ],
  ['globals may be declared', ['declare global { var shared: number }', 'globalThis.shared = 3;', 'shared'], '3'],
  [
    'overloads, generics and decorators work',
    [
      'function f(a: string): string; function f(a: number): number; function f(a: unknown) { return a }\nconst note = (text: string) => (c: Function) => { (c as { text?: string }).text = text }; const id = <T,>(x: T): T => x;',
      '@note("hi") class D {}; [f(3), f("a"), id<number>(1), (D as { text?: string }).text]',
    ],
    "[ 3, 'a', 1, 'hi' ]",
  ],
  [
    'labels may have the name of a variable',
    ['const outer = 3;', 'outer: for (;;) { for (;;) break outer; } outer'],
    '3',
  ],
];

describe('names of earlier cells', () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await KernelClient.start();
  });
  afterAll(() => kernel.stop());

  const runAll = async (cells: readonly string[]): Promise<CellRun> => {
    let last: CellRun | undefined;
    for (const cell of cells) {
      last = await kernel.run(cell);
      expect(last.reply, cell).toMatchObject({ status: 'ok' });
    }
    return last!;
  };
  const expectValue = async (cells: readonly string[], value: string): Promise<void> => {
    expect((await runAll(cells)).content('execute_result')['data']).toEqual({ 'text/plain': value });
  };

  it.each(shorthand)('as shorthand properties: %s', (_name, cells, value) => expectValue(cells, value));
  it.each(variables)('a variable %s', (_name, cells, value) => expectValue(cells, value));
  it.each(others)('%s', (_name, cells, value) => expectValue(cells, value));

  it('are quoted in errors as they were written', async () => {
    await runAll(['const nothing = undefined as unknown as () => void;']);
    const { reply } = await kernel.run('const a = 1;\nnothing();');
    expect(reply).toMatchObject({ ename: 'TypeError', evalue: 'nothing is not a function' });
    expect(JSON.stringify(reply)).not.toContain('__tslab__');
    expect(String((reply['traceback'] as string[]).join('\n'))).toMatch(/cell-\d+\.ts:2:/);
  });

  it('that were declared by a cell before it failed have their latest value', async () => {
    expect((await kernel.run('let n = 1; n = 4; throw new Error("x"); let unreached = 2;')).reply['status']).toBe(
      'error',
    );
    await expectValue(['n'], '4');
    expect((await kernel.run('unreached')).reply['evalue']).toContain("Cannot find name 'unreached'");
  });

  it.each([
    ['in a method', 'const o = {\n  m() { return await null }\n};', 2, 16],
    ['in a callback', '[1].map((x) => await x);', 1, 16],
  ])('an await that may not stand there is an error of the compiler: %s', async (_name, code, line, column) => {
    const { reply, messages } = await kernel.run(code);
    expect(reply['ename']).toBe('CompileError');
    expect(reply['evalue']).toContain("TS1308: 'await' expressions are only allowed within async functions");
    expect(messages.find(({ header }) => header.msg_type === 'error')?.metadata['position']).toMatchObject({
      line,
      column,
    });
  });
});
