import { expect, test } from 'vitest';
import { changedInputs } from './explain.js';

test('names what is new, gone and changed', () => {
  const before = { profile: 'default', 'packages/a.ts': '1', 'packages/b.ts': '2' };
  const now = { profile: 'default', 'packages/b.ts': '3', 'packages/c.ts': '4' };
  expect(changedInputs(before, now)).toEqual([
    'gone: packages/a.ts',
    'changed: packages/b.ts (2 → 3)',
    'new: packages/c.ts',
  ]);
});

test('nothing changed is an empty list', () => {
  expect(changedInputs({ a: '1' }, { a: '1' })).toEqual([]);
});
