import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  isTrainable,
  mechanisms,
  StatisticsUpdate,
  withFixedWeights,
  constant,
  countTrainable,
} from '@atlas/attention';
import { disposeTree, leaves, randomUniform, rng, valueAndGrads } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { digitNetwork } from './digits.js';
import { initResidualNetwork, residualNetwork } from './network.js';
import type { AttentionPlacement } from './placement.js';

beforeAll(() => tf.setBackend('cpu'));

const squeezeExcite: AttentionPlacement = {
  mechanism: mechanisms.se,
  config: (channels) => ({ channels, reduction: 4 }),
};
const config = digitNetwork({ widths: [8, 12], blocks: 2, attention: squeezeExcite });
const images = () => randomUniform(rng(7), [3, 10, 10, 1]);
const labels = () => tf.oneHot(tf.tensor1d([1, 4, 9], 'int32'), 10);

describe('digitNetwork', () => {
  it('gives one score per class and the attention of every block', () => {
    const { output, weights } = residualNetwork(initResidualNetwork(config, rng(1)), images(), { config });
    expect(output.shape).toEqual([3, 10]);
    expect(leaves(weights).map(([place, { shape }]) => [place, shape])).toEqual([
      ['stage2/block1', [3, 8]],
      ['stage2/block2', [3, 8]],
      ['stage3/block1', [3, 12]],
      ['stage3/block2', [3, 12]],
    ]);
  });

  it('has no attention when none is asked for', () => {
    const plain = digitNetwork({ widths: [8, 12] });
    const params = initResidualNetwork(plain, rng(1));
    expect(leaves(params).some(([path]) => path.includes('attention'))).toBe(false);
    expect(residualNetwork(params, images(), { config: plain }).weights).toEqual({});
  });

  it('starts with the same other weights with and without attention', () => {
    const plain = new Map(leaves(initResidualNetwork(digitNetwork({ widths: [8, 12], blocks: 2 }), rng(1))));
    for (const [path, leaf] of leaves(initResidualNetwork(config, rng(1)))) {
      if (!path.includes('attention')) expect(plain.get(path)?.dataSync()).toEqual(leaf.dataSync());
    }
  });

  it('gives every trainable parameter a gradient in training', () => {
    const params = initResidualNetwork(config, rng(1));
    const { grads } = valueAndGrads((p) => {
      const { output } = residualNetwork(p, images(), { config, training: true });
      return tf.losses.softmaxCrossEntropy(labels(), output) as tf.Scalar;
    }, params);
    for (const [path, gradient] of leaves(grads)) {
      if (!isTrainable(path)) continue;
      const size = tf.max(tf.abs(gradient)).dataSync()[0]!;
      expect(size, path).toBeGreaterThan(0);
      expect(size, path).toBeLessThan(1e3);
    }
  });

  it('moves the running statistics of every normalisation, and only those', () => {
    const params = initResidualNetwork(config, rng(1));
    const update = new StatisticsUpdate();
    residualNetwork(params, images(), { config, training: true, statistics: update });
    const moved = new Map(leaves(update.apply(params)));
    for (const [path, leaf] of leaves(params)) {
      expect(moved.get(path) === leaf, path).toBe(isTrainable(path));
    }
  });

  it('trains with g fixed as the control of a claim', () => {
    const control = digitNetwork({
      widths: [8, 12],
      blocks: 2,
      attention: { ...squeezeExcite, mechanism: withFixedWeights(mechanisms.se, constant(0.5)) },
    });
    const params = initResidualNetwork(control, rng(1));
    const { weights } = residualNetwork(params, images(), { config: control });
    expect(countTrainable(params)).toBe(countTrainable(initResidualNetwork(config, rng(1))));
    expect([...leaves(weights)[0]![1].dataSync()].every((weight) => weight === 0.5)).toBe(true);
  });

  it('leaks no tensor', () => {
    const params = initResidualNetwork(config, rng(1));
    const x = images();
    const before = tf.memory().numTensors;
    const { output, weights } = residualNetwork(params, x, { config });
    output.dispose();
    disposeTree(weights);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses images of another shape', () => {
    const params = initResidualNetwork(config, rng(1));
    expect(() => residualNetwork(params, tf.zeros([1, 8, 8, 3]), { config })).toThrow(
      'residual network images: expected shape [batch, height, width, 1], found [1, 8, 8, 3].',
    );
  });
});
