import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, randomNormal, rng } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { meanCosineDistance } from './cosine-distance.js';

beforeAll(async () => void (await chooseBackend({ backend: 'cpu' })));

describe('meanCosineDistance', () => {
  it('is 0 for one direction, whatever the lengths, and half of it for opposite ones', () => {
    expect(
      meanCosineDistance(
        tf.tensor3d([
          [
            [1, 2],
            [2, 4],
            [0.5, 1],
          ],
        ]),
      ),
    ).toBeCloseTo(0, 6);
    // Of four pairs two are equal and two opposite: (0 + 0 + 1 + 1) / 4.
    expect(
      meanCosineDistance(
        tf.tensor3d([
          [
            [3, 0],
            [-1, 0],
          ],
        ]),
      ),
    ).toBeCloseTo(0.5, 6);
  });

  it('equals the loop over pairs', () => {
    const vectors = randomNormal(rng(1), [2, 5, 3]) as tf.Tensor3D;
    const sets = vectors.arraySync();
    const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    const cosine = (a: number[], b: number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    const pairs = sets.flatMap((set) => set.flatMap((a) => set.map((b) => (1 - cosine(a, b)) / 2)));
    expect(meanCosineDistance(vectors)).toBeCloseTo(pairs.reduce((sum, value) => sum + value, 0) / pairs.length, 5);
  });
});
