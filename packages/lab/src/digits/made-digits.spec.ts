import { createHash } from 'node:crypto';
import { rng } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { imageAt } from '../data/image-set.js';
import { madeDigits } from './made-digits.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Largest number of rows of ink of a picture. */
function inkBox(image: Uint8Array, side: number): { top: number; bottom: number; left: number; right: number } {
  const box = { top: side, bottom: -1, left: side, right: -1 };
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      if (image[row * side + column]! === 0) continue;
      box.top = Math.min(box.top, row);
      box.bottom = Math.max(box.bottom, row);
      box.left = Math.min(box.left, column);
      box.right = Math.max(box.right, column);
    }
  }
  return box;
}

describe('madeDigits', () => {
  it('gives the same bytes on every machine', () => {
    const set = madeDigits(200, rng(7), { clutter: 3, noise: 0.1, translation: 1 });
    expect(sha256(set.images)).toBe('88b71460fe6c0a22245ece8e8778a2d775b7666d7f035c5d8b052d5441f449da');
    expect(sha256(set.labels)).toBe('96175438809862e71abced18edfdefc5f592eda09897f95b269c5be0e85e6a50');
  });

  it('begins a longer set with the shorter one', () => {
    const short = madeDigits(5, rng(1), { clutter: 2 });
    const long = madeDigits(20, rng(1), { clutter: 2 });
    expect(long.images.subarray(0, short.images.length)).toEqual(short.images);
    expect(long.labels.subarray(0, 5)).toEqual(short.labels);
  });

  it('draws other digits for another seed', () => {
    expect(madeDigits(5, rng(1)).images).not.toEqual(madeDigits(5, rng(2)).images);
  });

  it('draws every class about equally often', () => {
    const counts = new Array<number>(10).fill(0);
    for (const label of madeDigits(2000, rng(3)).labels) counts[label]! += 1;
    expect(Math.min(...counts)).toBeGreaterThan(140);
    expect(Math.max(...counts)).toBeLessThan(260);
  });

  it('writes a stencil without jitter: all digits of a class are alike', () => {
    const set = madeDigits(4, rng(5), { digits: [8], jitter: 0, translation: 0, scale: [0.7, 0.7] });
    for (let i = 1; i < 4; i++) expect(imageAt(set, i)).toEqual(imageAt(set, 0));
  });

  it('keeps a centred digit in the middle and of the size asked for', () => {
    const set = madeDigits(1, rng(5), { size: 100, digits: [0], jitter: 0, translation: 0, scale: [0.5, 0.5] });
    const box = inkBox(set.images, 100);
    // The stencil's 0 runs from 0.02 to 0.98 of the height of 50, and the pen's radius is 0.06 of it.
    expect(box.top).toBe(23);
    expect(box.bottom).toBe(76);
    expect(box.left + box.right).toBe(99);
  });

  it('grows and moves the digit as the options say, and knows where it is', () => {
    const set = madeDigits(60, rng(9), { size: 60, translation: 1, scale: [0.3, 0.6] });
    for (let i = 0; i < set.count; i++) {
      const { x, y, height } = set.places[i]!;
      expect(height).toBeGreaterThanOrEqual(18);
      expect(height).toBeLessThanOrEqual(36);
      const box = inkBox(imageAt(set, i), 60);
      expect((box.left + box.right + 1) / 2 - x).toBeLessThan(0.3 * height);
      expect(Math.abs((box.top + box.bottom + 1) / 2 - y)).toBeLessThan(0.15 * height);
    }
    const spread = set.places.map((place) => place.x);
    expect(Math.max(...spread) - Math.min(...spread)).toBeGreaterThan(20);
  });

  it('masks the digit and not the clutter', () => {
    const clean = madeDigits(20, rng(4), { clutter: 0 });
    const cluttered = madeDigits(20, rng(4), { clutter: 5 });
    expect(cluttered.masks).toEqual(clean.masks);
    const ink = (images: Uint8Array): number => images.reduce((sum, value) => sum + value, 0);
    expect(ink(cluttered.images)).toBeGreaterThan(1.3 * ink(clean.images));
    for (let at = 0; at < clean.images.length; at++) {
      if (clean.masks[at] === 1) expect(clean.images[at]).toBeGreaterThan(90);
      if (clean.images[at] === 0) expect(clean.masks[at]).toBe(0);
    }
  });

  it('adds noise to the empty part', () => {
    const noisy = madeDigits(1, rng(4), { noise: 0.2 });
    const grey = noisy.images.filter((value) => value > 0 && value <= 51).length;
    expect(grey).toBeGreaterThan(150);
  });

  it.each([
    [{ size: 4 }, /size: expected a whole number of at least 8 pixels, found 4/],
    [{ scale: [0.8, 0.2] as const }, /scale: expected 0 < smallest <= largest <= 1, found \[0.8,0.2\]/],
    [{ translation: 2 }, /translation: expected a number from 0 to 1, found 2/],
    [{ clutter: 1.5 }, /clutter: expected a whole number/],
    [{ digits: [] }, /digits: expected at least one digit from 0 to 9/],
    [{ noise: Number.NaN }, /noise: expected a number from 0 to 1/],
  ])('refuses %j', (options, message) => {
    expect(() => madeDigits(1, rng(0), options)).toThrow(message);
  });
});
