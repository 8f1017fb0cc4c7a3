import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { forcedWeights } from './forced-weights.js';

beforeAll(() => tf.setBackend('cpu'));

describe('forcedWeights', () => {
  it('gives each pair the weights of its own words, in the order of the pairs', () => {
    // The weight of source word s for target word t is 100 s + t, which tells where every number comes from.
    const attention = ({ one }: { one: tf.Scalar }, { source, target }: { source: tf.Tensor2D; target: tf.Tensor2D }) =>
      tf.mul(one, tf.add(tf.mul(tf.expandDims(source, 1), 100), tf.expandDims(target, 2))) as tf.Tensor3D;
    const params = { one: tf.scalar(1) };
    const before = tf.memory().numTensors;
    const pairs = [
      { source: [7, 8, 9, 3], target: [5, 6, 3] },
      { source: [4, 3], target: [6, 3] },
    ];
    const start = 2;
    const row = (source: readonly number[], previous: number) => source.map((word) => 100 * word + previous);
    expect(forcedWeights(attention, { size: 2, lengths: [2, 5] })(params, pairs)).toEqual([
      [start, 5, 6].map((previous) => row([7, 8, 9, 3], previous)),
      [start, 6].map((previous) => row([4, 3], previous)),
    ]);
    expect(tf.memory().numTensors).toBe(before);
    params.one.dispose();
  });
});
