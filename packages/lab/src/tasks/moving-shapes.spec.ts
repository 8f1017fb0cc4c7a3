import { rng } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { imageAt } from '../data/image-set.js';
import { movingShapes } from './moving-shapes.js';

const frameOf = (video: Uint8Array, frame: number, size: number) =>
  video.subarray(frame * size * size, (frame + 1) * size * size);

describe('movingShapes', () => {
  it('moves the same shape by one pixel the way the label says, around the edges', () => {
    const set = movingShapes(40, rng(1), { frames: 4, size: 7, noise: 0 });
    expect([set.height, set.width, set.frames]).toEqual([28, 7, 4]);
    expect(new Set(set.labels)).toEqual(new Set([0, 1, 2, 3]));
    for (let i = 0; i < set.count; i++) {
      const video = imageAt(set, i);
      const [dx, dy] = [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ][set.labels[i]!]!;
      const [before, after] = [frameOf(video, 1, 7), frameOf(video, 2, 7)];
      const moved = before.map(
        (_, at) => before[((Math.floor(at / 7) - dy! + 7) % 7) * 7 + (((at % 7) - dx! + 7) % 7)]!,
      );
      expect(after).toEqual(moved);
      expect(before.filter((ink) => ink > 0).length).toBe(set.pointed[i] === 1 ? 10 : 9);
    }
  });

  it('gives a tip to the part of the shapes that was asked for', () => {
    const part = movingShapes(500, rng(2), { pointed: 0.3 }).pointed.reduce((sum, tip) => sum + tip, 0) / 500;
    expect(part).toBeGreaterThan(0.24);
    expect(part).toBeLessThan(0.36);
  });

  it('depends on the seed alone', () => {
    expect(movingShapes(3, rng(3)).images).toEqual(movingShapes(3, rng(3)).images);
    expect(movingShapes(3, rng(3)).images).not.toEqual(movingShapes(3, rng(4)).images);
  });

  it('refuses frames that are too few or too small', () => {
    expect(() => movingShapes(1, rng(1), { frames: 1 })).toThrow(
      /at least 2 frames of at least 5 pixels, found 1 of 12/,
    );
  });
});
