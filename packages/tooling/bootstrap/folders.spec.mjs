import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolder, stateFolder } from './folders.mjs';

test('takes the folder that ATLAS_CACHE names, and makes it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'atlas cache '));
  expect(cacheFolder({ ATLAS_CACHE: join(folder, 'a b') })).toBe(join(folder, 'a b'));
  rmSync(folder, { recursive: true });
});

test('a cache that cannot be written is replaced by one of the workspace', () => {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-cache-'));
  // A file in the way stops every user, root included.
  writeFileSync(join(folder, 'file'), '');
  expect(cacheFolder({ ATLAS_CACHE: join(folder, 'file', 'cache') })).toBe(join(stateFolder, 'cache'));
  rmSync(folder, { recursive: true });
});
