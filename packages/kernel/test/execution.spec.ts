import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from './client.js';

/** A notebook's folder with a package and a file to import. */
function notebookFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'notebook-')));
  const files: Record<string, string> = {
    'node_modules/@scope/esm/package.json': JSON.stringify({
      name: '@scope/esm',
      type: 'module',
      main: './dist/index.js',
      types: './dist/index.d.ts',
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    }),
    'node_modules/@scope/esm/dist/index.js': "export * from './thing.js';\nexport default 'default';\n",
    'node_modules/@scope/esm/dist/index.d.ts':
      "export * from './thing.js';\ndeclare const d: string;\nexport default d;\n",
    'node_modules/@scope/esm/dist/thing.js': 'export const twice = (n) => 2 * n;\n',
    'node_modules/@scope/esm/dist/thing.d.ts': 'export declare const twice: (n: number) => number;\n',
    'helper.ts':
      'export function half(n: number): number {\n  if (n < 0) throw new RangeError("negative");\n  return n / 2;\n}\n',
    'data.txt': 'read from the notebook folder',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

describe('a cell', () => {
  let folder: string;
  let kernel: KernelClient;
  beforeAll(async () => {
    folder = notebookFolder();
    kernel = await KernelClient.start({ cwd: folder });
  });
  afterAll(async () => {
    await kernel.stop();
    rmSync(folder, { recursive: true });
  });

  const result = async (code: string): Promise<unknown> => {
    const { reply, content } = await kernel.run(code);
    expect(reply).toMatchObject({ status: 'ok' });
    return (content('execute_result')['data'] as Record<string, unknown>)['text/plain'];
  };

  it('gives the value of its last expression as execute_result', async () => {
    const { reply, types, content } = await kernel.run('const n: number = 20\nn + 22');
    expect(types).toEqual(['busy', 'execute_input', 'execute_result', 'idle']);
    expect(content('execute_result')).toMatchObject({ data: { 'text/plain': '42' }, metadata: {} });
    expect(content('execute_input')).toEqual({
      code: 'const n: number = 20\nn + 22',
      execution_count: reply['execution_count'],
    });
    expect(content('execute_result')['execution_count']).toBe(reply['execution_count']);
  });

  it('gives no result for statements and for undefined', async () => {
    expect((await kernel.run('const quiet = 1;')).types).toEqual(['busy', 'execute_input', 'idle']);
    expect((await kernel.run('undefined')).types).toEqual(['busy', 'execute_input', 'idle']);
    expect((await kernel.run('')).types).toEqual(['busy', 'execute_input', 'idle']);
  });

  it('shares its names with later cells, which may declare them anew with another type', async () => {
    await kernel.run('const shared = 1; interface Point { x: number }; function f(p: Point) { return p.x + shared }');
    expect(await result('f({ x: 2 })')).toBe('3');
    expect(await result('const shared = "text"; shared.toUpperCase()')).toBe("'TEXT'");
  });

  it('awaits at its top level', async () => {
    expect(await result('const later = await new Promise<number>((r) => setTimeout(() => r(7), 5)); later')).toBe('7');
  });

  it.each([
    ['a call in parentheses', 'await (async () => 8)()', '8'],
    ['a list', 'await [9]', '[ 9 ]'],
    ['a loop', 'let sum = 0;\nfor await (const n of [4, 6]) sum += n;\nsum', '10'],
  ])('awaits %s at its top level', async (_name, code, expected) => {
    expect(await result(code)).toBe(expected);
  });

  it('imports ES modules of the workspace by name, with their types', async () => {
    expect(await result("import name, { twice } from '@scope/esm'; [name, twice(4)]")).toBe("[ 'default', 8 ]");
    const { reply, stderr } = await kernel.run("twice('four')");
    expect(reply['evalue']).toContain("Argument of type 'string' is not assignable to parameter of type 'number'");
    expect(stderr).toBe('');
  });

  it('imports a file beside the notebook, and sees at once that it has changed', async () => {
    expect(await result("import { half } from './helper'; half(8)")).toBe('4');
    writeFileSync(join(folder, 'helper.ts'), 'export const half = (n: number): string => `${n / 2}!`;\n');
    expect(await result("import { half } from './helper'; half(8)")).toBe("'4!'");
  });

  it('imports a file that did not exist when an earlier cell failed to import it', async () => {
    expect((await kernel.run("import { late } from './late'; late")).reply['status']).toBe('error');
    writeFileSync(join(folder, 'late.ts'), 'export const late = 5;\n');
    expect(await result("import { late } from './late'; late")).toBe('5');
  });

  it('sees a linked package that is built again while the notebook runs', async () => {
    const real = join(folder, 'linked');
    const write = (version: string, value: string): void => {
      mkdirSync(join(real, 'dist'), { recursive: true });
      const manifest = { name: 'linked', version, main: './dist/index.js', types: './dist/index.d.ts' };
      writeFileSync(join(real, 'dist/index.d.ts'), `export declare const built: ${value};\n`);
      writeFileSync(join(real, 'dist/index.js'), `exports.built = ${value};\n`);
      writeFileSync(join(real, 'package.json'), JSON.stringify(manifest));
    };
    write('1.0.0', '1');
    symlinkSync(real, join(folder, 'node_modules/linked'));
    expect(await result("import { built } from 'linked'; built")).toBe('1');
    for (const version of ['2.0.0', '3.0.0']) {
      rmSync(join(real, 'dist'), { recursive: true });
      if (version === '3.0.0') rmSync(join(real, 'package.json'));
      // Compiles while parts of the package are missing; only its result may suffer from it.
      await kernel.run("import { built as half } from 'linked'; half");
      write(version, '2');
      expect(await result('1 + 1')).toBe('2');
      const { reply } = await kernel.run("import { built } from 'linked'; const two: 2 = built;");
      expect(reply['status']).toBe('ok');
    }
  });

  it('defines a module that later cells import', async () => {
    expect((await kernel.run('/** @module made */\nexport const made = 11;')).reply['status']).toBe('ok');
    expect(await result("import { made } from './made'; made")).toBe('11');
  });

  it('runs in the folder of the notebook', async () => {
    expect(await result('process.cwd()')).toBe(`'${folder}'`);
    expect(await result("require('fs').readFileSync('data.txt', 'utf8')")).toBe("'read from the notebook folder'");
  });

  it('keeps what it has declared before it failed, and nothing of what comes after', async () => {
    const code =
      'import { twice as kept } from "@scope/esm";\nconst before = 3;\nthrow new Error("x");\nconst after = 4;';
    expect((await kernel.run(code)).reply['status']).toBe('error');
    expect(await result('kept(before)')).toBe('6');
    expect((await kernel.run('after')).reply['evalue']).toContain("Cannot find name 'after'");
  });

  it('is shown by its own display method, with text beside it', async () => {
    const { content } = await kernel.run('({ toDisplay: () => ({ "text/html": "<b>own</b>" }) })');
    expect(content('execute_result')['data']).toEqual({
      'text/html': '<b>own</b>',
      'text/plain': '{ toDisplay: [Function: toDisplay] }',
    });
    const symbol = await kernel.run(
      'class Shown { async [Symbol.for("Jupyter.display")]() { return { "text/plain": "p", "image/png": new Uint8Array([1, 2]) } } }\nnew Shown()',
    );
    expect(symbol.content('execute_result')['data']).toEqual({ 'text/plain': 'p', 'image/png': 'AQI=' });
    const svg = await kernel.run('({ _repr_svg_() { return "<svg/>" } })');
    expect(svg.content('execute_result')['data']).toMatchObject({ 'image/svg+xml': '<svg/>' });
  });

  it('is shown as text when its display method fails', async () => {
    const { reply, stderr, content } = await kernel.run('({ toDisplay() { throw new Error("broken") } })');
    expect(reply['status']).toBe('ok');
    expect(stderr).toContain('broken');
    expect(Object.keys(content('execute_result')['data'] as object)).toEqual(['text/plain']);
  });

  it('shows tensors with statistics', async () => {
    const { content } = await kernel.run(
      'const fake = { shape: [2], dtype: "float32", size: 2, isDisposed: false, dataSync: () => [1, 3], toString: () => "[1, 3]" };\nfake',
    );
    const data = content('execute_result')['data'] as Record<string, string>;
    expect(data['text/plain']).toBe('Tensor float32 [2]\n[1, 3]');
    expect(data['text/html']).toContain('<th scope="row">mean</th><td>2</td>');
  });

  it('displays through tslab: several kinds, bytes as base64, updates by id', async () => {
    const { messages } = await kernel.run(
      "import { display, newDisplay } from 'tslab';\ndisplay.html('<i>h</i>');\ndisplay.png(new Uint8Array([1, 2]));\nconst d = newDisplay(); d.text('first'); d.text('second');",
    );
    const shown = messages.filter(({ header }) => header.msg_type.endsWith('display_data'));
    expect(shown.map(({ header, content }) => [header.msg_type, content['data']])).toEqual([
      ['display_data', { 'text/html': '<i>h</i>' }],
      ['display_data', { 'image/png': 'AQI=' }],
      ['display_data', { 'text/plain': 'first' }],
      ['update_display_data', { 'text/plain': 'second' }],
    ]);
    const ids = shown.map(({ content }) => (content['transient'] as { display_id?: string }).display_id);
    expect(ids.slice(0, 2)).toEqual([undefined, undefined]);
    expect(ids[2]).toBeTruthy();
    expect(ids[3]).toBe(ids[2]);
  });

  it('displays whole bundles and clears its output through the global of the kernel', async () => {
    const { messages } = await kernel.run(
      "const cell = (globalThis as any)[Symbol.for('jupyter.cell')];\ncell.display({ 'text/html': 'h', 'text/plain': 'p' }, { displayId: 'one', metadata: { m: 1 } });\ncell.clearOutput(true); cell.clearOutput();",
    );
    const relevant = messages.filter(({ header }) => /display|clear/.test(header.msg_type));
    expect(relevant.map(({ header, content }) => [header.msg_type, content])).toEqual([
      [
        'display_data',
        {
          data: { 'text/html': 'h', 'text/plain': 'p' },
          metadata: { m: 1 },
          transient: { display_id: 'one' },
        },
      ],
      ['clear_output', { wait: true }],
      ['clear_output', { wait: false }],
    ]);
  });

  it('is told that there is no standard input, instead of waiting for it', async () => {
    const { reply } = await kernel.run(
      "const lines = require('readline').createInterface({ input: process.stdin });\nfor await (const line of lines) console.log(line);",
    );
    const direct = await kernel.run(
      'await (async () => { for await (const chunk of process.stdin) console.log(chunk); })();',
    );
    expect([reply['status'], direct.reply['status']]).toEqual(['error', 'error']);
    expect(direct.reply['evalue']).toContain('no standard input');
  });
});
