import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { rememberedSources } from './remembered-sources.mjs';

let root = '';
const source = 'packages/attention/src/se.ts';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'atlas sources '));
  mkdirSync(join(root, 'packages/attention/src'), { recursive: true });
  writeFileSync(join(root, source), 'one');
});
afterEach(() => rmSync(root, { recursive: true }));

test('finds the sources again only when a source or a cell has changed, and reads them always', async () => {
  const find = vi.fn(async () => [source]);
  const ask = async (/** @type {string[]} */ ...cells) =>
    (await rememberedSources(root, '01-x', cells, find)).map(([path, content]) => `${path} ${content}`);
  expect(await ask('a')).toEqual([`${source} one`]);
  expect(await ask('a')).toEqual([`${source} one`]);
  expect(find).toHaveBeenCalledTimes(1);
  writeFileSync(join(root, source), 'other');
  expect(await ask('a')).toEqual([`${source} other`]);
  expect(find).toHaveBeenCalledTimes(2);
  await ask('b');
  expect(find).toHaveBeenCalledTimes(3);
  writeFileSync(join(root, 'packages/attention/src/new.ts'), '');
  await ask('b');
  expect(find).toHaveBeenCalledTimes(4);
});
