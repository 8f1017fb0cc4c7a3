import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompleteBeta, logGamma } from './incomplete-beta.js';
import { studentProbability, studentQuantile } from './student-t.js';

describe('logGamma', () => {
  it('gives factorials and the gamma function at one half', () => {
    expect(Math.exp(logGamma(5))).toBeCloseTo(24, 11);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 14);
    expect(logGamma(0.25)).toBeCloseTo(Math.log(3.625609908221908), 13);
    expect(logGamma(171)).toBeCloseTo(
      Array.from({ length: 170 }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b),
      9,
    );
  });
});

describe('incompleteBeta', () => {
  it('has closed forms: x^a for b = 1, and the binomial sum for whole numbers', () => {
    expect(incompleteBeta(0.3, 4, 1)).toBeCloseTo(0.3 ** 4, 15);
    // I_x(2, 3) = P(at least 2 successes of 4) = 6x²(1-x)² + 4x³(1-x) + x⁴
    const x = 0.4;
    expect(incompleteBeta(x, 2, 3)).toBeCloseTo(6 * x ** 2 * (1 - x) ** 2 + 4 * x ** 3 * (1 - x) + x ** 4, 14);
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
  });
});

describe("Student's t", () => {
  // The two-sided 95 % and 99 % columns of the table in every statistics book.
  it.each([
    [1, 12.706, 63.657],
    [2, 4.303, 9.925],
    [3, 3.182, 5.841],
    [4, 2.776, 4.604],
    [5, 2.571, 4.032],
    [6, 2.447, 3.707],
    [7, 2.365, 3.499],
    [8, 2.306, 3.355],
    [9, 2.262, 3.25],
    [10, 2.228, 3.169],
    [15, 2.131, 2.947],
    [20, 2.086, 2.845],
    [30, 2.042, 2.75],
    [60, 2.0, 2.66],
    [120, 1.98, 2.617],
  ])('with %i degrees of freedom has the table values %d and %d', (degrees, at95, at99) => {
    expect(studentQuantile(0.975, degrees)).toBeCloseTo(at95, 3);
    expect(studentQuantile(0.995, degrees)).toBeCloseTo(at99, 3);
  });

  it('has closed forms for one, two and four degrees of freedom', () => {
    for (const p of [0.6, 0.9, 0.975, 0.9999]) {
      expect(studentQuantile(p, 1)).toBeCloseTo(Math.tan(Math.PI * (p - 0.5)), 8);
      expect(studentQuantile(p, 2)).toBeCloseTo((2 * p - 1) / Math.sqrt(2 * p * (1 - p)), 10);
      const a = 4 * p * (1 - p);
      const q = Math.cos(Math.acos(Math.sqrt(a)) / 3) / Math.sqrt(a);
      expect(studentQuantile(p, 4)).toBeCloseTo(2 * Math.sqrt(q - 1), 9);
    }
  });

  it('becomes the normal distribution', () => {
    expect(studentQuantile(0.975, 1e7)).toBeCloseTo(1.959964, 5);
  });

  it('is symmetric, and its quantile is the inverse of its probability', () => {
    expect(studentQuantile(0.5, 3)).toBe(0);
    const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(probability, fc.integer({ min: 1, max: 200 }), (p, degrees) => {
        const t = studentQuantile(p, degrees);
        expect(studentProbability(t, degrees)).toBeCloseTo(p, 10);
        expect(studentQuantile(1 - p, degrees)).toBeCloseTo(-t, 6);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('refuses what has no meaning', () => {
    expect(() => studentQuantile(1, 3)).toThrow('between 0 and 1, found 1');
    expect(() => studentQuantile(0.9, 0)).toThrow('more than 0 degrees of freedom, found 0');
    expect(() => studentProbability(1, Number.NaN)).toThrow('found NaN');
  });
});
