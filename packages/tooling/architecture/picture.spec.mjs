import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { workspace } from '../bootstrap/folders.mjs';
import { arrowsOf, withPicture } from './picture.mjs';

/** @param {Record<string, string[]>} uses */
const graphOf = (uses) => ({
  nodes: Object.fromEntries(Object.keys(uses).map((name) => [`@x/${name}`, { data: { root: `packages/${name}` } }])),
  dependencies: Object.fromEntries(
    Object.entries(uses).map(([name, targets]) => [
      `@x/${name}`,
      [...targets.map((target) => ({ target: `@x/${target}` })), { target: 'npm:vite' }],
    ]),
  ),
});

test('leaves out arrows that follow from others, and helpers', () => {
  const graph = graphOf({ a: ['b', 'c', 'testing'], b: ['c'], c: [], testing: [], tooling: ['a'] });
  expect(arrowsOf(graph)).toEqual([
    ['a', 'b'],
    ['b', 'c'],
  ]);
});

test('a page without a place for the picture is an error', () => {
  expect(() => withPicture('# Title\n', [])).toThrow('found none');
});

test('the page on the architecture shows the packages as Nx knows them', () => {
  const main = fileURLToPath(new URL('./main.mjs', import.meta.url));
  const env = { ...process.env, NX_DAEMON: 'false' };
  const printed = execFileSync(process.execPath, [main, '--print'], { cwd: workspace, env, encoding: 'utf8' });
  const arrows = JSON.parse(printed.trim().split('\n').at(-1) ?? '');
  expect(arrows.length).toBeGreaterThan(10);
  const page = readFileSync(new URL('../docs/architecture.md', import.meta.url), 'utf8');
  expect(page, 'run node packages/tooling/architecture/main.mjs').toBe(withPicture(page, arrows));
});
