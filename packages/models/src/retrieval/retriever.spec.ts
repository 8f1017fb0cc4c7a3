import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, countParameters, disposeTree, leaves, rng, valueAndGrads } from '@atlas/tensor';
import { expectClose, expectNoLeak } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { initRetriever, retrieverScores, type RetrieverConfig } from './retriever.js';

beforeAll(async () => void (await chooseBackend({ backend: 'cpu' })));

const query = () => tf.tensor3d([[[1, 2]]]);
const key = () =>
  tf.tensor3d([
    [
      [3, 1],
      [-1, 1],
      [0, 2],
    ],
  ]);
const configs: RetrieverConfig[] = [
  { similarity: 'dot-product', features: 2, width: 24 },
  { similarity: 'cosine', features: 2, width: 24 },
  { similarity: 'concatenation', features: 2, width: 16 },
  { similarity: 'mlp', features: 2, width: 16 },
];

describe('retriever', () => {
  it('can be given the same number of parameters with every similarity', () => {
    const counts = configs.map((config) => {
      const params = initRetriever(config, rng(1));
      const count = countParameters(params);
      disposeTree(params);
      return count;
    });
    expect(counts).toEqual([96, 96, 96, 96]);
  });

  it('compares mapped queries with mapped keys', () => {
    const kernel = tf.tensor2d([
      [1, 0],
      [0, 2],
    ]);
    const params = { query: { kernel }, key: { kernel }, similarity: {} };
    // W q = (1, 4); W k = (3, 2), (-1, 2), (0, 4)
    const dot = retrieverScores(params, { query: query(), key: key() }, { ...configs[0]!, width: 2 });
    expectClose(dot, [[[11, 7, 16]]]);
    const cosine = retrieverScores(params, { query: query(), key: key() }, { ...configs[1]!, sharpness: 10 });
    const scaled = [11 / Math.sqrt(13), 7 / Math.sqrt(5), 16 / 4].map((value) => (10 * value) / Math.sqrt(17));
    expectClose(cosine, [[scaled]]);
  });

  it.each(configs)('gives every parameter of $similarity a gradient, and leaks nothing', (config) => {
    const params = initRetriever(config, rng(2));
    const [q, k] = [query(), key()];
    const { value, grads } = valueAndGrads(
      (p) => tf.mean(tf.square(retrieverScores(p, { query: q, key: k }, config))) as tf.Scalar,
      params,
    );
    for (const [path, grad] of leaves(grads)) {
      expect(tf.max(tf.abs(grad)).dataSync()[0], path).toBeGreaterThan(0);
    }
    disposeTree(grads);
    value.dispose();
    expectNoLeak(() => retrieverScores(params, { query: q, key: k }, config));
  });

  it('refuses a width of no units', () => {
    expect(() => initRetriever({ similarity: 'mlp', features: 2, width: 0 }, rng(1))).toThrow(/retriever width/);
  });
});
