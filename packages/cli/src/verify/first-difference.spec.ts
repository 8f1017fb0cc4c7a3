import { type ResultFile } from '@atlas/schemas';
import { expect, test } from 'vitest';
import { firstDifference } from './first-difference.js';

const file = (results: ResultFile['results']): ResultFile => ({
  schemaVersion: 1,
  notebook: '01-x',
  profile: 'smoke',
  parameters: {},
  results,
  claims: {},
  checks: {},
  artifacts: {},
  cells: { 'result:early': 'cell-1', 'result:late': 'cell-2' },
});

test('names the first cell from the top, not the first name', () => {
  const first = file({ late: { a: 1 }, early: { b: [1, 2] } });
  const second = file({ late: { a: 2 }, early: { b: [1, 3] } });
  expect(firstDifference(first, second, ['cell-1', 'cell-2'])).toEqual({
    pointer: '/results/early/b/1',
    cell: 'cell-1',
    first: '2',
    second: '3',
  });
});

test('a value that is missing in one run is a difference', () => {
  const found = firstDifference(file({ early: { b: 1 } }), file({ early: {} }), ['cell-1']);
  expect(found).toMatchObject({ pointer: '/results/early/b', first: '1', second: 'nothing' });
});

test('differences outside of what cells report are found, too', () => {
  const other = { ...file({}), parameters: { seeds: 3 } };
  expect(firstDifference(file({}), other, []).pointer).toBe('/parameters/seeds');
});

test('equal files have no first difference', () => {
  expect(() => firstDifference(file({}), file({}), [])).toThrow('the same values');
});
