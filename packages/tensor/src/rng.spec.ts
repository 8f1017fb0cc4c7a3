import { holdsFor, seeds } from '@atlas/testing';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from './backend.js';
import { child, normalValues, permutation, randomNormal, randomUniform, rng, stream, uniformValues } from './rng.js';

beforeAll(() => chooseBackend());

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe('rng', () => {
  it('takes unsigned 32-bit integers and nothing else', () => {
    expect(rng(0)).toBe(0);
    expect(rng(4294967295)).toBe(4294967295);
    for (const seed of [-1, 1.5, NaN, 2 ** 32]) expect(() => rng(seed)).toThrow(/integer from 0 to 4294967295, found/);
  });

  it('gives the same numbers for the same seed, and keeps them from release to release', () => {
    expect([...uniformValues(rng(7), 3)]).toEqual([...uniformValues(rng(7), 3)]);
    expect(Array.from({ length: 3 }, stream(rng(7)))).toEqual([
      0.23382771760225296, 0.5122324188705534, 0.4489145821426064,
    ]);
    expect([...permutation(rng(7), 8)]).toEqual([4, 6, 7, 5, 0, 2, 3, 1]);
  });

  it('reads a number as its decimal label', () => {
    expect(child(rng(1), 12)).toBe(child(rng(1), '12'));
  });

  it('gives children that differ by label and by parent, whatever else was drawn', () => {
    const labels = Array.from({ length: 2000 }, (_, index) => `layer ${index}`);
    const children = new Set(labels.map((label) => child(rng(5), label)));
    expect(children.size).toBe(2000);
    expect(child(rng(5), 'a')).not.toBe(child(rng(6), 'a'));
    expect(child(child(rng(5), 'a'), 'b')).not.toBe(child(child(rng(5), 'b'), 'a'));
    expect(child(rng(5), 'ab')).not.toBe(child(child(rng(5), 'a'), 'b'));
  });

  it('gives children whose numbers do not follow those of the parent', () => {
    const [parent, one, two] = [rng(9), child(rng(9), 'one'), child(rng(9), 'two')].map((r) => normalValues(r, 20000));
    const correlation = (a: Float32Array, b: Float32Array) => mean(a.map((value, index) => value * b[index]!));
    // The standard error of a correlation of 20,000 independent pairs is 0.007.
    expect(Math.abs(correlation(parent!, one!))).toBeLessThan(0.03);
    expect(Math.abs(correlation(one!, two!))).toBeLessThan(0.03);
  });

  it('stays inside the bounds for every seed', () => {
    holdsFor(fc.tuple(seeds(), fc.integer({ min: -5, max: 5 })), ([seed, low]) => {
      const values = uniformValues(rng(seed), 200, low, low + 2);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...values)).toBeLessThanOrEqual(low + 2);
      expect(normalValues(rng(seed), 201).every(Number.isFinite)).toBe(true);
    });
  });

  it('has the moments of the distribution', () => {
    const normal = normalValues(rng(1), 100_000, 2, 3);
    const deviations = normal.map((value) => (value - 2) / 3);
    const moments = [1, 2, 3, 4].map((power) => mean(deviations.map((value) => value ** power)));
    // The standard error of the mean of z^k is sqrt(variance of z^k / 100,000), with variances 1, 2, 15 and 96.
    [0, 1, 0, 3].forEach((moment, index) => {
      const standardError = Math.sqrt([1, 2, 15, 96][index]! / 100_000);
      expect(Math.abs(moments[index]! - moment)).toBeLessThan(4 * standardError);
    });
    expect(mean(uniformValues(rng(1), 100_000, -1, 3))).toBeCloseTo(1, 1.7);
  });

  it('permutes: every number once, and every order as likely', () => {
    holdsFor(fc.tuple(seeds(), fc.integer({ min: 0, max: 50 })), ([seed, count]) => {
      expect([...permutation(rng(seed), count)].sort((a, b) => a - b)).toEqual(
        Array.from({ length: count }, (_, i) => i),
      );
    });
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const order = permutation(child(rng(2), seed), 3).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // Six orders, 1000 each; the standard deviation of each count is 29.
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  it('fills tensors with the same numbers', () => {
    expect(randomNormal(rng(3), [2, 3], 1, 2).dataSync()).toEqual(normalValues(rng(3), 6, 1, 2));
    expect(randomUniform(rng(3), [6], 1, 2).dataSync()).toEqual(uniformValues(rng(3), 6, 1, 2));
    expect(randomNormal(rng(3), []).shape).toEqual([]);
  });
});
