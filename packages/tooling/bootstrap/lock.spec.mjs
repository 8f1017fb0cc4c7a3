import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.mjs';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'atlas lock '))));
afterEach(() => rmSync(folder, { recursive: true }));

test('two holders never overlap', async () => {
  const file = join(folder, 'lock');
  const events = [];
  const holder = (/** @type {string} */ name) =>
    withLock(file, async () => {
      events.push(`${name} in`);
      await pause(50);
      events.push(`${name} out`);
    });
  await Promise.all([holder('a'), holder('b')]);
  expect(events[0]?.slice(2)).toBe('in');
  expect(events[1]).toBe(`${events[0]?.[0]} out`);
  expect(events[2]?.slice(2)).toBe('in');
});

test('a lock whose holder is dead is taken over', async () => {
  const file = join(folder, 'lock');
  // No process has the largest possible process id of Linux plus one.
  writeFileSync(file, String(2 ** 22 + 1));
  expect(await withLock(file, async () => 'done')).toBe('done');
  expect(existsSync(file)).toBe(false);
});

test('the lock is released when the work fails', async () => {
  const file = join(folder, 'lock');
  await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(file)).toBe(false);
});
