import { expect, it } from 'vitest';
import { powerLawExponent } from './power-law.js';

it('finds the exponent of a power law, and the mean slope where there is none', () => {
  expect(powerLawExponent([1, 2, 4], [3, 12, 48])).toBeCloseTo(2, 12);
  expect(powerLawExponent([2, 8], [5, 5])).toBeCloseTo(0, 12);
  // On logarithmic axes the points (0, 0), (1, 1), (2, 4) have a line of slope 2.
  expect(powerLawExponent([1, 2, 4], [1, 2, 16])).toBeCloseTo(2, 12);
});

it('refuses what has no logarithm, and a single point', () => {
  expect(() => powerLawExponent([1, 2], [0, 1])).toThrow(/both values above 0, found \[1, 2\] and \[0, 1\]/);
  expect(() => powerLawExponent([1], [1])).toThrow(/two or more points/);
});
