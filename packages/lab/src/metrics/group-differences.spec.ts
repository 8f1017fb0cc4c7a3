import { describe, expect, it } from 'vitest';
import { groupMeans, varianceExplained } from './group-differences.js';

describe('groupMeans', () => {
  it('averages each quantity within each group', () => {
    expect(groupMeans([1, 10, 3, 20, 5, 60], [0, 1, 0])).toEqual([
      [3, 35],
      [3, 20],
    ]);
  });

  it('refuses an empty group', () => {
    expect(() => groupMeans([1, 2], [0, 2])).toThrow(/found none in 1/);
  });
});

describe('varianceExplained', () => {
  it('is 1 if members are alike, 0 if groups are', () => {
    expect(varianceExplained([1, 1, 5, 5], [0, 0, 1, 1])).toBe(1);
    expect(varianceExplained([1, 5, 1, 5], [0, 0, 1, 1])).toBe(0);
  });

  it('is the ratio of the sums of squares', () => {
    // Group means 1 and 4 around 2.5: between 4 * 2.25 = 9; within 1 + 1 + 1 + 1 = 4.
    expect(varianceExplained([0, 2, 3, 5], [0, 0, 1, 1])).toBeCloseTo(9 / 13, 12);
    // Two quantities: the second does not differ between groups and varies by 2 in all.
    expect(varianceExplained([0, 0, 2, 1, 3, 0, 5, 1], [0, 0, 1, 1])).toBeCloseTo(9 / 14, 12);
  });

  it('refuses what has no answer', () => {
    expect(() => varianceExplained([1, 1], [0, 1])).toThrow(/expected values that vary/);
    expect(() => varianceExplained([1, 2, 3], [0, 1])).toThrow(/for each of 2 members, found 3/);
  });
});
