import { expect, test } from 'vitest';
import { worst } from './exit-code.js';

test('an interruption outranks everything, and failure outranks a verdict', () => {
  expect(worst([4, 3, 1, 130])).toBe(130);
  expect(worst([143, 2, 1])).toBe(143);
  expect(worst([1, 2])).toBe(2);
  expect(worst([4, 3, 1])).toBe(1);
  expect(worst([0, 5, 4])).toBe(4);
  expect(worst([0, 0])).toBe(0);
});

test('a code that is not in the list still is not success', () => {
  expect(worst([0, 9])).toBe(9);
});
