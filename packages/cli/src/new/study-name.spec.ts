import { expect, test } from 'vitest';
import { studyName } from './study-name.js';

const existing = ['01-unified-form', '05-channel', '10-cost'];

test('the number follows the highest one in use', () => {
  expect(studyName('my-gate', existing)).toBe('11-my-gate');
  expect(studyName('gate', [])).toBe('01-gate');
  expect(studyName('gate', [...existing, '99-last'])).toBe('100-gate');
});

test('a number that is free may be chosen', () => {
  expect(studyName('42-my-gate', existing)).toBe('42-my-gate');
  expect(() => studyName('05-my-gate', existing)).toThrow('the number 05 is that of 05-channel');
});

test('a topic is not used twice, whatever its number', () => {
  expect(() => studyName('channel', existing)).toThrow('05-channel already');
  expect(() => studyName('77-channel', existing)).toThrow('05-channel already');
});

test.each([
  ['My Gate', 'for example my-gate'],
  ['../escape', 'for example escape'],
  ['gate_2', 'for example gate-2'],
  ['', 'lower-case words with hyphens'],
  ['-gate-', 'for example gate'],
])('%j is refused', (given, advice) => {
  expect(() => studyName(given, existing)).toThrow(advice);
});
