import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { command } from './command.mjs';
import { makeRoot, writeNotebook } from './fixture.mjs';

/** @type {string} */ let root;
beforeAll(() => {
  root = makeRoot();
  writeNotebook(root, 'bad', ['const a: string = 1;'], null);
  writeNotebook(root, 'good', ['const a = 1;'], null);
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** @param {...string} words */
function run(...words) {
  let out = '';
  let err = '';
  const code = command(root, words, { out: (text) => (out += text), err: (text) => (err += text) });
  return { code, out, err };
}

it('prints a line for each problem and ends with 1', () => {
  expect(run('typecheck')).toEqual({
    code: 1,
    out: 'notebooks: typecheck, 2 checked, 1 problems\n',
    err: "notebooks/bad.ipynb, cell 1 (c1), line 1:7: Type 'number' is not assignable to type 'string'. [TS2322]\n",
  });
});

it('prints problems as JSON where asked for', () => {
  const { code, out, err } = run('typecheck', 'bad', '--json');
  expect([code, err, JSON.parse(out)]).toMatchObject([1, '', [{ notebook: 'notebooks/bad.ipynb', cell: 1, line: 1 }]]);
});

it('ends with 0 where all is well', () => {
  expect(run('typecheck', 'good')).toEqual({ code: 0, out: 'notebooks: typecheck, 1 checked, 0 problems\n', err: '' });
});

it('ends with 2 where it was called wrongly', () => {
  expect(run('format')).toMatchObject({ code: 2, err: expect.stringContaining('usage: ') });
  expect(run('lint', 'no-such')).toMatchObject({ code: 2, err: expect.stringContaining('no notebook "no-such"') });
});
