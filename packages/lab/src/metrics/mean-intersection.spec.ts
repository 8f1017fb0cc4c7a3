import { describe, expect, it } from 'vitest';
import { meanIntersectionOverUnion } from './mean-intersection.js';

describe('meanIntersectionOverUnion', () => {
  it('averages over the classes that occur', () => {
    // Class 0: 2 of 3; class 1: 1 of 2; class 2 does not occur.
    expect(meanIntersectionOverUnion([0, 0, 0, 1], [0, 0, 1, 1], 3)).toBeCloseTo((2 / 3 + 1 / 2) / 2, 12);
    expect(meanIntersectionOverUnion([2, 1], [2, 1], 3)).toBe(1);
    expect(meanIntersectionOverUnion([2, 2], [1, 1], 3)).toBe(0);
  });

  it('refuses what cannot be compared', () => {
    expect(() => meanIntersectionOverUnion([1], [1, 2], 3)).toThrow(/found 1 predictions and 2 labels/);
    expect(() => meanIntersectionOverUnion([3], [1], 3)).toThrow(/classes from 0 to 2, found 3 and 1 at 0/);
  });
});
