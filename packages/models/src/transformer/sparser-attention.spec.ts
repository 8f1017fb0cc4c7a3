import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { multiHeadMechanism } from '@atlas/attention';
import { leaves, randomNormal, rng } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TransformerConfig } from './config.js';
import { withoutHeaviestWeight, withoutLightWeights } from './sparser-attention.js';
import { initTransformer, transformer } from './transformer.js';

beforeAll(() => tf.setBackend('cpu'));

const params = multiHeadMechanism.init({ features: 6, heads: 2 }, rng(1));
const x = randomNormal(rng(2), [2, 5, 6], 0, 3) as tf.Tensor3D;
const input = { query: x, key: x, value: x };
const rows = (weights: tf.Tensor) => tf.reshape(weights, [-1, 5]).arraySync() as number[][];
const learned = rows(multiHeadMechanism.g(params, input, { heads: 2 }));

describe('withoutLightWeights', () => {
  it('keeps what has its share of the heaviest weight of the row, in the same proportions', () => {
    const left = rows(withoutLightWeights(0.3).g(params, input, { heads: 2 }));
    left.forEach((row, i) => {
      const kept = learned[i]!.map((weight) => (weight >= 0.3 * Math.max(...learned[i]!) ? weight : 0));
      const sum = kept.reduce((total, weight) => total + weight, 0);
      expectClose(
        tf.tensor1d(row),
        kept.map((weight) => weight / sum),
      );
    });
    expect(left.flat().filter((weight) => weight === 0).length).toBeGreaterThan(0);
  });
});

describe('withoutHeaviestWeight', () => {
  it('takes one weight from each row, and leaves a row of one weight empty', () => {
    const left = rows(withoutHeaviestWeight.g(params, input, { heads: 2 }));
    left.forEach((row, i) => {
      expect(row.indexOf(0)).toBe(learned[i]!.indexOf(Math.max(...learned[i]!)));
      expect(row.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 5);
    });
    const alone = { query: x, key: tf.slice(x, [0, 0, 0], [2, 1, 6]), value: tf.slice(x, [0, 0, 0], [2, 1, 6]) };
    expect(Array.from(withoutHeaviestWeight.g(params, alone, { heads: 2 }).dataSync()).every((w) => w === 0)).toBe(
      true,
    );
  });
});

it('changes every attention of a Transformer', () => {
  const config: TransformerConfig = { vocabulary: 7, layers: 2, features: 6, hidden: 5, heads: 2 };
  const network = initTransformer(config, rng(3));
  const words = tf.tensor2d([[1, 2, 3, 4]], [1, 4], 'int32');
  const weightsOf = (mechanism: typeof multiHeadMechanism) =>
    transformer(network, { source: words, target: words }, { config: { ...config, mechanism } }).weights;
  const [whole, alone] = [weightsOf(multiHeadMechanism), weightsOf(withoutLightWeights(1))];
  for (const [path, map] of leaves(alone)) expect([0, 1], path).toEqual([...new Set(map.dataSync())].sort());
  for (const [, map] of leaves(whole)) expect(new Set(map.dataSync()).size).toBeGreaterThan(2);
});
