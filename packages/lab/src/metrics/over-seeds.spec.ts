import { describe, expect, it } from 'vitest';
import { meanOf, overSeeds } from './over-seeds.js';

describe('overSeeds', () => {
  it('gives the Student-t interval', () => {
    // s = 1, n = 3, t(0.975, 2) = 4.302653
    const { mean, low, high } = overSeeds([1, 2, 3]);
    expect(mean).toBe(2);
    expect(low).toBeCloseTo(2 - 4.302653 / Math.sqrt(3), 5);
    expect(high).toBeCloseTo(2 + 4.302653 / Math.sqrt(3), 5);
    expect(overSeeds([5])).toEqual({ mean: 5, low: 5, high: 5 });
  });
});

describe('meanOf', () => {
  it('averages name by name', () => {
    expect(
      meanOf([
        { a: 1, b: 10 },
        { a: 3, b: 20 },
      ]),
    ).toEqual({ a: 2, b: 15 });
  });

  it('refuses records that do not match', () => {
    expect(() => meanOf([])).toThrow(/at least one record/);
    expect(() => meanOf<string>([{ a: 1 }, { b: 1 }])).toThrow(/expected 'a' in every record/);
  });
});
