import { rng } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { imageAt } from '../data/image-set.js';
import { madeDigits } from '../digits/made-digits.js';
import { digitScenes } from './digit-scenes.js';
import { resized } from './resize.js';

const digits = madeDigits(20, rng(1), { scale: [0.7, 0.8], translation: 0 });

describe('digitScenes', () => {
  it('holds one whole digit where it says', () => {
    const set = digitScenes(digits, 12, rng(2), { size: 36, scale: [0.4, 0.9] });
    for (let i = 0; i < set.count; i++) {
      const { x, y, height } = set.places[i]!;
      imageAt(set, i).forEach((ink, at) => {
        const outside =
          Math.abs((at % 36) + 0.5 - x) > height / 2 || Math.abs(Math.floor(at / 36) + 0.5 - y) > height / 2;
        if (outside) expect(ink).toBe(0);
      });
      expect(set.masks.subarray(i * 36 * 36, (i + 1) * 36 * 36).some((inside) => inside === 1)).toBe(true);
    }
    expect(new Set(set.places.map(({ x }) => x)).size).toBeGreaterThan(6);
  });

  it('enlarges the digit and nothing else', () => {
    const options = { scale: [0.3, 0.4], clutter: 3, noise: 0.1 } as const;
    const once = digitScenes(digits, 6, rng(3), options);
    const larger = digitScenes(digits, 6, rng(3), { ...options, enlargement: 1.5 });
    expect(larger.labels).toEqual(once.labels);
    for (let i = 0; i < 6; i++) {
      expect(larger.places[i]!.height / once.places[i]!.height).toBeCloseTo(1.5, 0);
      const [near, far] = [once.places[i]!, larger.places[i]!];
      const different = imageAt(once, i).findIndex((ink, at) => {
        const reach = far.height / 2 + 1;
        const apart = Math.max(Math.abs((at % 40) - far.x), Math.abs(Math.floor(at / 40) - far.y));
        return apart > reach && Math.max(Math.abs((at % 40) - near.x), Math.abs(Math.floor(at / 40) - near.y)) > reach
          ? ink !== imageAt(larger, i)[at]
          : false;
      });
      expect(different).toBe(-1);
    }
  });

  it('keeps clutter out of the mask', () => {
    const plain = digitScenes(digits, 4, rng(4), {});
    const cluttered = digitScenes(digits, 4, rng(4), { clutter: 5 });
    expect(cluttered.masks).toEqual(plain.masks);
    expect(cluttered.images).not.toEqual(plain.images);
  });

  it('refuses what has no room', () => {
    expect(() => digitScenes(digits, 1, rng(1), { clutterSide: 29 })).toThrow(/from 1 to 28, found 29/);
    expect(() => digitScenes(digits, 1, rng(1), { scale: [0.5, 1.2] })).toThrow(/found \[0.5,1.2\]/);
  });
});

describe('resized', () => {
  it('leaves the size it has alone, and keeps the mean when it shrinks by a whole factor', () => {
    const picture = { width: 4, height: 4, data: Float32Array.from({ length: 16 }, (_, at) => (at * 7) % 16) };
    expect(resized(picture, 4).data).toEqual(picture.data);
    const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value / values.length, 0);
    expect(mean(resized(picture, 2).data)).toBeCloseTo(mean(picture.data), 5);
    expect(resized({ width: 1, height: 1, data: Float32Array.of(0.5) }, 3).data).toEqual(new Float32Array(9).fill(0.5));
  });
});
