import { describe, expect, it } from 'vitest';
import { constantRate, cosineRate, steppedRate, transformerRate } from './schedules.js';

describe('schedules', () => {
  it('keeps a constant rate', () => {
    expect([0, 5, 99].map((step) => constantRate(0.1)(step, 100))).toEqual([0.1, 0.1, 0.1]);
  });

  it('warms up in a straight line, turns at the peak and ends near 0', () => {
    const rate = cosineRate(1, { warmup: 0.1 });
    expect([0, 4, 9].map((step) => rate(step, 100))).toEqual([0.1, 0.5, 1]);
    expect(rate(10, 100)).toBe(1);
    expect(rate(55, 100)).toBeCloseTo(0.5, 12);
    expect(rate(99, 100)).toBeLessThan(0.001);
    expect(cosineRate(1, { warmup: 0, end: 0.2 })(100, 100)).toBeCloseTo(0.2, 12);
  });

  it('steps down at its marks', () => {
    const rate = steppedRate(1, [0.5, 0.75]);
    expect([0, 49, 50, 74, 75, 99].map((step) => rate(step, 100))).toEqual(
      [1, 1, 0.1, 0.1, 0.1 ** 2, 0.1 ** 2].map((value) => expect.closeTo(value, 12) as number),
    );
  });

  it('peaks at the warm-up of the Transformer: 6.99e-4 for the base model', () => {
    const rate = transformerRate(512, 4000);
    expect(rate(3999, 100000)).toBeCloseTo(6.99e-4, 6);
    expect(rate(1999, 100000)).toBeCloseTo(rate(3999, 100000) / 2, 12);
    expect(rate(15999, 100000)).toBeCloseTo(rate(3999, 100000) / 2, 12);
  });

  it('refuses a warm-up that never ends', () => {
    expect(() => cosineRate(1, { warmup: 1 })).toThrow(/expected a part of the steps from 0 to below 1, found 1/);
  });
});
