import { describe, expect, it } from 'vitest';
import { isSafeName } from './safe-name.js';

describe('isSafeName', () => {
  it.each(['05-channel', 'se.safetensors', 'a', 'x_1'])('accepts %s', (name) => {
    expect(isSafeName(name)).toBe(true);
  });

  it.each([
    '',
    '.',
    '..',
    '../x',
    'a/b',
    'a\\b',
    '.hidden',
    'Upper',
    'a b',
    'a\n',
    'con',
    'nul.txt',
    'com1',
    'x.',
    'a\0b',
    'é',
    'a'.repeat(101),
  ])('refuses %j', (name) => {
    expect(isSafeName(name)).toBe(false);
  });
});
