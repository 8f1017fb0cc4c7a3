import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describePackage } from './describe.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlas-api-'));
  write('package.json', JSON.stringify({ name: '@x/y', description: 'Y', types: './dist/index.d.ts' }));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @param {string} file @param {string} content */
function write(file, content) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content);
}

const tensor = `/**
 * Made numbers:
 *
 *   g(x) = 2 x
 */
import type { Tensor } from 'somewhere';
/**
 * Twice
 * the size.
 * @param x [batch, time]
 * @returns [batch, time, 2]
 * @throws RangeError when \`x\` is
 *   empty
 */
export declare function twice(x: Tensor): Tensor;
export declare function twice(x: number): number;
export interface Options {
    /** In pixels. */
    readonly size: number;
}
declare const hidden: number;
export {};
`;

test('describes what a package exports, by file, with signature and docstring', async () => {
  write('dist/index.d.ts', `export * from './deep/tensor.js';\nexport { inner as outer } from './other.js';\n`);
  write('dist/deep/tensor.d.ts', tensor);
  write('dist/other.d.ts', '/** Fixed. */\nexport declare const inner = 3;\nexport declare const private1: 1;\n');
  const { name, modules } = await describePackage(folder);
  expect(name).toBe('@x/y');
  expect(modules.map(({ source }) => source)).toEqual(['src/deep/tensor.ts', 'src/other.ts']);
  expect(modules[0].head).toBe('Made numbers:\n\n  g(x) = 2 x');
  expect(modules[0].symbols).toEqual([
    {
      name: 'twice',
      kind: 'function',
      signature: 'function twice(x: Tensor): Tensor;\nfunction twice(x: number): number;',
      docstring: {
        text: 'Twice\nthe size.',
        parameters: [{ name: 'x', text: '[batch, time]' }],
        returns: '[batch, time, 2]',
        throws: ['RangeError when `x` is empty'],
      },
    },
    {
      name: 'Options',
      kind: 'type',
      signature: 'interface Options {\n  /** In pixels. */\n  readonly size: number;\n}',
      docstring: { text: '', parameters: [], returns: '', throws: [] },
    },
  ]);
  expect(modules[1].symbols).toMatchObject([{ name: 'outer', kind: 'value', docstring: { text: 'Fixed.' } }]);
  expect(modules[1].head).toBe('');
});

test('breaks a long signature at its parameters', async () => {
  const parameters = ['first', 'second', 'third'].map((name) => `${name}: { readonly [name: string]: number }`);
  write('dist/index.d.ts', `export declare const long: (${parameters.join(', ')}) => void;\n`);
  const { modules } = await describePackage(folder);
  const [{ signature }] = modules[0].symbols;
  expect(signature.split('\n').map((line) => line.trim())).toEqual([
    'const long: (',
    ...parameters.map((parameter) => `${parameter},`),
    ') => void;',
  ]);
});

test('a package that is not built is an error', async () => {
  await expect(describePackage(folder)).rejects.toThrow('@x/y has no exports at ./dist/index.d.ts: build it first');
});
