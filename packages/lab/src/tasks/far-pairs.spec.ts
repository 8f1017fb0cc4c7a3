import { rng } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { imageAt } from '../data/image-set.js';
import { farPairs } from './far-pairs.js';

describe('farPairs', () => {
  it('draws two bars at least as far apart as asked, equal in half of the scenes', () => {
    const set = farPairs(400, rng(1), { size: 40, apart: 15, close: 0 });
    expect([set.height, set.width, set.classes]).toEqual([40, 40, 2]);
    expect(Math.min(...set.distances)).toBeGreaterThanOrEqual(15);
    expect(Math.max(...set.distances)).toBeGreaterThan(25);
    const equal = set.labels.reduce((sum, label) => sum + label, 0);
    expect(equal).toBeGreaterThan(160);
    expect(equal).toBeLessThan(240);
  });

  it('puts the given part of the pairs close together, and the others far apart', () => {
    const { distances } = farPairs(600, rng(6), { apart: 11, close: 0.3 });
    const close = [...distances].filter((distance) => distance <= 5);
    expect(Math.min(...close)).toBeGreaterThanOrEqual(3);
    expect(Math.min(...[...distances].filter((distance) => distance > 5))).toBeGreaterThanOrEqual(11);
    expect(close.length / 600).toBeGreaterThan(0.24);
    expect(close.length / 600).toBeLessThan(0.36);
    expect(Math.max(...farPairs(50, rng(6), { close: 1 }).distances)).toBeLessThanOrEqual(5);
  });

  it('hides one bar in the given part of the scenes', () => {
    const { count, masks } = farPairs(300, rng(7), { size: 32, close: 0, hidden: 0.3, noise: 0 });
    const marked = Array.from(
      { length: count },
      (_, i) => masks.subarray(i * 1024, (i + 1) * 1024).filter((value) => value > 0).length,
    );
    const most = Math.max(...marked);
    const single = marked.filter((pixels) => pixels < 0.6 * most).length;
    expect(single / count).toBeGreaterThan(0.22);
    expect(single / count).toBeLessThan(0.38);
  });

  it('marks the ink of both bars with what they are', () => {
    const set = farPairs(20, rng(2), { size: 32, close: 0, hidden: 0, noise: 0 });
    for (let i = 0; i < set.count; i++) {
      const [scene, mask] = [imageAt(set, i), imageAt({ ...set, images: set.masks }, i)];
      const own = set.labels[i] === 1 ? 1 : 2;
      expect(new Set(mask)).toEqual(new Set([0, own]));
      const marked = mask.filter((value) => value === own).length;
      expect(marked).toBeGreaterThan(2 * 10);
      expect(marked).toBeLessThan(2 * 30);
      mask.forEach((value, pixel) => expect(value === 0 ? scene[pixel]! < 128 : scene[pixel]! >= 102).toBe(true));
    }
  });

  it('cannot be told from how often a direction occurs', () => {
    const set = farPairs(1500, rng(3), { close: 0, hidden: 0, noise: 0 });
    const ink = (wanted: number) => {
      const sums = [...set.labels].flatMap((label, i) =>
        label === wanted ? [imageAt(set, i).reduce((sum, value) => sum + value, 0)] : [],
      );
      return sums.reduce((sum, value) => sum + value, 0) / sums.length;
    };
    expect(Math.abs(ink(0) / ink(1) - 1)).toBeLessThan(0.02);
  });

  it('depends on the seed alone, scene by scene', () => {
    expect(farPairs(3, rng(4)).images.subarray(0, 1152)).toEqual(farPairs(2, rng(4)).images);
    expect(farPairs(2, rng(5)).images).not.toEqual(farPairs(2, rng(4)).images);
  });

  it('refuses bars that do not fit', () => {
    expect(() => farPairs(1, rng(1), { size: 16, apart: 9 })).toThrow(
      /room for two bars 9 pixels apart, found a size of 16/,
    );
    expect(() => farPairs(1, rng(1), { close: 1.5 })).toThrow(/close: expected a part from 0 to 1, found 1.5/);
    expect(() => farPairs(1, rng(1), { hidden: -1 })).toThrow(/hidden: expected a part from 0 to 1, found -1/);
  });
});
