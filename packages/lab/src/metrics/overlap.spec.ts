import { describe, expect, it } from 'vitest';
import { overlaps } from './overlap.js';

describe('overlaps', () => {
  it('is 1 where the highest places are the mask, and 0 where they are elsewhere', () => {
    expect(overlaps([9, 1, 8, 2, 1, 5, 4, 6], [1, 0, 1, 0, 1, 0, 0, 0], { side: 2, maskSide: 2 })).toEqual([1, 0]);
  });

  it('is the intersection over the union', () => {
    // Mask {0, 1, 2}; the three highest places are 0, 1 and 3: two shared of four.
    expect(overlaps([4, 3, 1, 2], [1, 1, 1, 0], { side: 2, maskSide: 2 })).toEqual([0.5]);
  });

  it('brings masks to the size of the map', () => {
    // A quarter of the upper left block is inside, and less of no other.
    const mask = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    expect(overlaps([5, 1, 1, 1], mask, { side: 2, maskSide: 4 })).toEqual([1]);
  });

  it('takes the mask of another picture where masks are shuffled', () => {
    const maps = [9, 0, 0, 0, 0, 9, 0, 0];
    const masks = [1, 0, 0, 0, 0, 1, 0, 0];
    expect(overlaps(maps, masks, { side: 2, maskSide: 2, shift: 1 })).toEqual([0, 0]);
  });

  it('refuses sides that do not fit, and empty masks', () => {
    expect(() => overlaps([1, 2, 3, 4], [1, 0, 0], { side: 2, maskSide: 2 })).toThrow(/found 4 values of maps and 3/);
    expect(() => overlaps([1, 2, 3, 4], [0, 0, 0, 0], { side: 2, maskSide: 2 })).toThrow(
      /no empty mask, found one at 0/,
    );
  });
});
