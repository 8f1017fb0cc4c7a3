import { describe, expect, it } from 'vitest';
import { parseIdx } from './idx.js';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('parseIdx', () => {
  it('reads sizes and values', () => {
    const { shape, values } = parseIdx(bytes(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6), 'f');
    expect(shape).toEqual([2, 3]);
    expect([...values]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each([
    ['an empty file', bytes(), /f: expected an IDX file of unsigned bytes .* found nothing/],
    ['another type', bytes(0, 0, 13, 1, 0, 0, 0, 0), /found 0 0 13 1/],
    ['a cut header', bytes(0, 0, 8, 3, 0, 0), /expected an IDX file/],
    ['missing values', bytes(0, 0, 8, 1, 0, 0, 0, 3, 1, 2), /the header says 3 = 3 values, found 2/],
    ['too many values', bytes(0, 0, 8, 1, 0, 0, 0, 1, 1, 2), /the header says 1 = 1 values, found 2/],
  ])('refuses %s', (_name, file, message) => {
    expect(() => parseIdx(file, 'f')).toThrow(message);
  });
});
