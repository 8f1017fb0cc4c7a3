import { describe, expect, it } from 'vitest';
import { estimateMean } from './interval.js';
import { leastSquaresSlope } from './slope.js';

describe('estimateMean', () => {
  it('is mean ± t · s / √n', () => {
    // Values 2, 4, 6, 8: mean 5, s² = 20/3, t(0.975, 3) = 3.182446, half-width 3.182446 · √(20/3/4) = 4.108520.
    const { estimate, interval } = estimateMean([2, 4, 6, 8]);
    expect(estimate).toBe(5);
    expect(interval?.[0]).toBeCloseTo(5 - 4.10852, 5);
    expect(interval?.[1]).toBeCloseTo(5 + 4.10852, 5);
  });

  it('has no interval for one value, and a point where all are equal', () => {
    expect(estimateMean([3])).toEqual({ estimate: 3 });
    expect(estimateMean([3, 3, 3])).toEqual({ estimate: 3, interval: [3, 3] });
  });

  it('needs a value', () => {
    expect(() => estimateMean([])).toThrow('at least one value, found none');
  });

  it('covers the true mean in 95 of 100 cases', () => {
    // A linear congruential generator and the sum of twelve uniform numbers: nearly normal with mean 6.
    let state = 12345;
    const uniform = (): number => {
      state = (state * 1664525 + 1013904223) % 2 ** 32;
      return state / 2 ** 32;
    };
    const normal = (): number => Array.from({ length: 12 }, uniform).reduce((a, b) => a + b);
    const trials = 4000;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const [low, high] = estimateMean(Array.from({ length: 5 }, normal)).interval ?? [NaN, NaN];
      if (low <= 6 && 6 <= high) covered++;
    }
    // Three standard errors of a proportion of 0.95 over 4,000 trials are 0.0103.
    expect(Math.abs(covered / trials - 0.95)).toBeLessThan(0.0103);
  });
});

describe('leastSquaresSlope', () => {
  it('finds the slope of a line, and the best one of points beside it', () => {
    expect(leastSquaresSlope([1, 2, 3], [5, 7, 9])).toBe(2);
    // Σ(x - 2)(y - 2) / Σ(x - 2)² = (-1 · -1 + 0 · 1 + 1 · 0) / 2
    expect(leastSquaresSlope([1, 2, 3], [1, 3, 2])).toBe(0.5);
  });

  it('needs two different positions', () => {
    expect(() => leastSquaresSlope([2, 2], [1, 3])).toThrow('at least two different positions');
  });
});
