import { rng } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { imageAt, type ImageSet } from '../data/image-set.js';
import { madeDigits } from '../digits/made-digits.js';
import { cuedPairs } from './cued-pairs.js';

/** Two pictures of 4 x 4: class 0 has its ink in the left half, class 1 in the right half. */
const halves: ImageSet = {
  count: 2,
  height: 4,
  width: 4,
  classes: 2,
  images: Uint8Array.from({ length: 32 }, (_, at) => (at % 4 < 2 === at < 16 ? 255 : 0)),
  labels: Uint8Array.from([0, 1]),
};
const plain = { noise: 0, shift: 0 };

describe('cuedPairs', () => {
  it('has light and dark ink on grey ground, and a bar along the upper edge', () => {
    const set = cuedPairs(halves, 20, rng(1), plain);
    expect([set.height, set.width]).toEqual([10, 10]);
    for (let i = 0; i < set.count; i++) {
      const scene = imageAt(set, i);
      expect(new Set(scene.subarray(0, 30))).toEqual(new Set([set.cues[i] === 0 ? 255 : 0]));
      expect(scene[9 * 10]).toBe(128);
      expect(new Set(scene)).toEqual(new Set([0, 128, 255].filter((value) => scene.includes(value))));
    }
    expect(new Set(set.cues)).toEqual(new Set([0, 1]));
  });

  it('is labelled by the digit whose colour the bar has', () => {
    const set = cuedPairs(halves, 60, rng(2), plain);
    for (let i = 0; i < set.count; i++) {
      const scene = imageAt(set, i);
      const [left, right] = [scene[5 * 10 + 3]!, scene[5 * 10 + 6]!];
      const wanted = set.cues[i] === 0 ? 255 : 0;
      // Two digits of one class cover each other; the light one, laid first, stays on top.
      if (left !== 128 && right !== 128) expect(left === wanted ? 0 : 1).toBe(set.labels[i]);
      else expect(left !== 128 ? 0 : 1).toBe(set.labels[i]);
    }
  });

  it('marks the ink of both digits, and not the bar', () => {
    const set = cuedPairs(halves, 40, rng(6), plain);
    for (let i = 0; i < set.count; i++) {
      const meant = set.cues[i] === 0 ? 255 : 0;
      imageAt(set, i).forEach((ink, at) => {
        expect(set.masks[i * 100 + at]).toBe(at >= 30 && ink === meant ? 1 : 0);
        expect(set.otherMasks[i * 100 + at]).toBe(at >= 30 && ink === 255 - meant ? 1 : 0);
      });
    }
  });

  it('begins a longer set with the shorter one, and differs by seed', () => {
    const digits = madeDigits(30, rng(1));
    const short = cuedPairs(digits, 5, rng(4));
    expect(cuedPairs(digits, 9, rng(4)).images.subarray(0, short.images.length)).toEqual(short.images);
    expect(cuedPairs(digits, 5, rng(5)).images).not.toEqual(short.images);
  });

  it('refuses a margin without room', () => {
    expect(() => cuedPairs(halves, 1, rng(1), { margin: 0 })).toThrow(/margin of at least 1 pixel .* found 0 and 2/);
    expect(() => cuedPairs(halves, 1, rng(1), { shift: 4 })).toThrow(/found 3 and 4/);
  });
});
