import { disposeTree, rng } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { imageAt, type ImageSet } from '../data/image-set.js';
import { strewnBatches } from './strewn-batches.js';
import { strewnDigits } from './strewn-digits.js';

/** Two solid squares of 4 x 4: ink 100 for class 0, ink 200 for class 1. */
const squares: ImageSet = {
  count: 2,
  height: 4,
  width: 4,
  classes: 2,
  images: Uint8Array.from({ length: 32 }, (_, at) => (at < 16 ? 100 : 200)),
  labels: Uint8Array.from([0, 1]),
};
const indices = Array.from({ length: 40 }, (_, i) => i % 2);
const counts = (scene: Uint8Array) => [100, 200].map((ink) => scene.filter((value) => value === ink).length);

describe('strewnDigits', () => {
  it('puts one whole digit where it says, with its label', () => {
    const set = strewnDigits(squares, indices, rng(1), { size: 11, pieces: 0 });
    expect([set.height, set.width, set.count]).toEqual([11, 11, 40]);
    expect([...set.labels]).toEqual(indices);
    for (let i = 0; i < set.count; i++) {
      const scene = imageAt(set, i);
      expect(counts(scene)).toEqual(i % 2 === 0 ? [16, 0] : [0, 16]);
      const { x, y } = set.places[i]!;
      expect(scene[(y - 2) * 11 + x - 2]).toBe(i % 2 === 0 ? 100 : 200);
      expect(scene[(y + 1) * 11 + x + 1]).toBe(i % 2 === 0 ? 100 : 200);
    }
    expect(Math.min(...set.places.map(({ x }) => x))).toBe(2);
    expect(Math.max(...set.places.map(({ y }) => y))).toBe(9);
  });

  it('strews pieces of any digit over the scene, and loses no ink of the digit to a fainter piece', () => {
    const set = strewnDigits(squares, indices, rng(2), { size: 30, pieces: 3, pieceSize: 2 });
    for (let i = 0; i < set.count; i++) {
      const [faint = 0, strong = 0] = counts(imageAt(set, i));
      const [own, other] = i % 2 === 0 ? [faint, strong] : [strong, faint];
      expect(own).toBeGreaterThanOrEqual(i % 2 === 0 ? 4 : 16);
      expect(own).toBeLessThanOrEqual(16 + 12);
      expect(other).toBeLessThanOrEqual(12);
    }
    const total = Array.from({ length: 40 }, (_, i) => counts(imageAt(set, i)).reduce((a, b) => a + b));
    expect(Math.max(...total)).toBe(16 + 12);
  });

  it('depends on the seed and on nothing drawn before', () => {
    const scenes = (seed: number, order: number[]) => strewnDigits(squares, order, rng(seed), { pieceSize: 3 }).images;
    expect(scenes(1, [1, 0])).toEqual(scenes(1, [1, 0]));
    expect(scenes(2, [1, 0])).not.toEqual(scenes(1, [1, 0]));
    expect(scenes(1, [1, 0]).subarray(0, 3600)).toEqual(scenes(1, [1]));
  });

  it('refuses what does not fit', () => {
    expect(() => strewnDigits(squares, [0], rng(1), { size: 3 })).toThrow(/at least the 4 pixels of a digit, found 3/);
    expect(() => strewnDigits(squares, [0], rng(1), { pieceSize: 5 })).toThrow(
      /1 pixel up to the digit's side, found 5/,
    );
  });
});

describe('strewnBatches', () => {
  it('shows every digit once an epoch, each time in another scene', () => {
    const source = strewnBatches(squares, 2, rng(3), { size: 9, pieces: 1, pieceSize: 2 });
    expect(source.perEpoch).toBe(1);
    const [first, second] = [source.batch(0, 0), source.batch(1, 0)];
    expect([first.images.shape, [...first.labels.dataSync()].sort()]).toEqual([
      [2, 9, 9, 1],
      [0, 1],
    ]);
    expect([...first.images.dataSync()]).not.toEqual([...second.images.dataSync()]);
    const again = source.batch(0, 0);
    expect([...again.images.dataSync()]).toEqual([...first.images.dataSync()]);
    for (const batch of [first, second, again]) disposeTree(batch);
  });
});
