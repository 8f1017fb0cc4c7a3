import { rng } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { imageAt, type ImageSet } from '../data/image-set.js';
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

  it('puts digits in place of bars, of one class exactly where the label says so', () => {
    /** Class k has 2^k pixels of ink in a row, so that a scene tells what stands on it. */
    const classes = 4;
    const images = Uint8Array.from({ length: classes * 64 }, (_, at) => {
      const [kind, pixel] = [Math.floor(at / 64), at % 64];
      return Math.floor(pixel / 8) === 4 && pixel % 8 < 2 ** kind ? 200 : 0;
    });
    const digits: ImageSet = { count: 4, height: 8, width: 8, classes, images, labels: Uint8Array.from([0, 1, 2, 3]) };
    const set = farPairs(60, rng(8), { digits, apart: 13, close: 0, noise: 0 });
    const pixels = [1, 2, 4, 8];
    for (let i = 0; i < set.count; i++) {
      const ink = imageAt(set, i).filter((value) => value > 0).length;
      const equal = pixels.some((count) => 2 * count === ink);
      const unequal = pixels.some((count) => pixels.some((other) => other !== count && count + other === ink));
      expect([equal, unequal]).toEqual(set.labels[i] === 1 ? [true, false] : [false, true]);
    }
    expect(Math.min(...set.distances)).toBeGreaterThanOrEqual(13);
    const beside = farPairs(60, rng(8), { digits, close: 1 }).distances;
    expect([Math.min(...beside) >= 5, Math.max(...beside) <= 7]).toEqual([true, true]);
    const zeros = { ...digits, labels: Uint8Array.from([0, 0, 0, 0]) };
    expect(() => farPairs(1, rng(1), { digits: zeros })).toThrow(/every class from 0 to 3, found no 1/);
  });

  it('refuses bars that do not fit', () => {
    expect(() => farPairs(1, rng(1), { size: 16, apart: 9 })).toThrow(
      /room for two signs 9 pixels apart, found a size of 16/,
    );
    expect(() => farPairs(1, rng(1), { close: 1.5 })).toThrow(/close: expected a part from 0 to 1, found 1.5/);
    expect(() => farPairs(1, rng(1), { hidden: -1 })).toThrow(/hidden: expected a part from 0 to 1, found -1/);
  });
});
