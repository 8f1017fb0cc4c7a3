import { describe, expect, it } from 'vitest';
import { toCodePoints, toUtf16 } from './code-points.js';

describe('cursor positions', () => {
  const text = 'a😀é😀b';

  it.each([
    [0, 0],
    [1, 1],
    [2, 3],
    [3, 4],
    [4, 6],
    [5, 7],
  ])('code point %i is UTF-16 unit %i, and back', (codePoints, units) => {
    expect(toUtf16(text, codePoints)).toBe(units);
    expect(toCodePoints(text, units)).toBe(codePoints);
  });

  it('ends with the text', () => {
    expect(toUtf16(text, 99)).toBe(text.length);
    expect(toCodePoints(text, 99)).toBe(5);
  });
});
