import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { examplesOf, run } from './examples.js';

let folder = '';
const readme = (text: string): URL => {
  const file = join(folder, 'README.md');
  writeFileSync(file, text);
  return pathToFileURL(file);
};
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'examples-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('finds programs and what they print', () => {
  const text = '```ts\nconst a: number = 1;\n```\n\nprints\n\n```text\n1\n```\n\n```sh\nls\n```\n\n```js\nb();\n```\n';
  expect(examplesOf(readme(text))).toEqual([{ code: 'const a: number = 1;\n', printed: '1\n' }, { code: 'b();\n' }]);
});

it('runs TypeScript, and fails where the program fails', () => {
  expect(run({ code: 'const a: number = 1;\nconsole.log(a);' }, folder)).toBe('1\n');
  expect(() => run({ code: "throw new Error('expected');" }, folder)).toThrow('expected');
});

it('a page without a program is an error', () => {
  expect(() => examplesOf(readme('# Title\n'))).toThrow('found none');
});

it('the README of this package has an example that runs', () => {
  const examples = examplesOf(new URL('../README.md', import.meta.url));
  expect(examples).toHaveLength(1);
  for (const example of examples) run(example, new URL('..', import.meta.url));
});
