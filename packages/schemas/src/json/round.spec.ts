import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRounded, roundTo } from './round.js';

describe('roundTo', () => {
  it.each([
    [0.123456, 3, 0.123],
    [2.5, 0, 3],
    [-2.5, 0, -3],
    // 1.005 is a little less than 1.005 in binary.
    [1.005, 2, 1],
    [1e300, 2, 1e300],
    [12345.678, 0, 12346],
  ])('rounds %d to %d decimals: %d', (value, decimals, expected) => {
    expect(roundTo(value, decimals)).toBe(expected);
  });

  it('has no negative zero', () => {
    expect(Object.is(roundTo(-0.001, 2), 0)).toBe(true);
  });

  it('leaves what is not finite to those who look for it', () => {
    expect(roundTo(Number.NaN, 2)).toBeNaN();
    expect(roundTo(-Infinity, 2)).toBe(-Infinity);
  });

  it('changes nothing the second time, and moves by half a unit at most', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.integer({ min: 0, max: 9 }),
        (value, decimals) => {
          const once = roundTo(value, decimals);
          expect(isRounded(once, decimals)).toBe(true);
          expect(Math.abs(once - value)).toBeLessThanOrEqual(0.5 * 10 ** -decimals * (1 + 1e-9) + 1e-10);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});
