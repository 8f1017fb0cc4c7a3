import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { toNumber, toNumbers, toRows } from './read.js';

beforeAll(async () => void (await chooseBackend({ backend: 'cpu' })));

describe('reading tensors', () => {
  it('gives plain numbers and frees the tensor', () => {
    const before = tf.memory().numTensors;
    expect(toNumber(tf.tensor2d([[7]]))).toBe(7);
    expect(
      toNumbers(
        tf.tensor2d([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toEqual([1, 2, 3, 4]);
    expect(
      toRows(
        tf.tensor3d([
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
        ]),
      ),
    ).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses another shape', () => {
    expect(() => toNumber(tf.tensor1d([1, 2]))).toThrow(/expected one value, found shape \[2\]/);
    expect(() => toRows(tf.zeros([2, 3, 4]))).toThrow(/expected a matrix, found shape \[2, 3, 4\]/);
    expect(() => toRows(tf.tensor1d([1]))).toThrow(/expected a matrix/);
  });
});
