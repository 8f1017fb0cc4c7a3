import { expectClose } from '@atlas/testing';
import { chooseBackend, randomNormal, rng } from '@atlas/tensor';
import type * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { initMultiHead, multiHead, projectKeysAndValues } from '../src/index.js';

beforeAll(async () => void (await chooseBackend({ backend: 'cpu' })));

it('multi-head attention to keys and values that are projected already is the same', () => {
  const params = initMultiHead({ features: 6, heads: 3, valueSize: 5, keySize: 2, bias: true }, rng(1));
  const sequence = (label: number, time: number) => randomNormal(rng(label), [2, time, 6]) as tf.Tensor3D;
  const [query, key, value] = [sequence(2, 4), sequence(3, 7), sequence(4, 7)];
  const expected = multiHead(params, { query, key, value }, { heads: 3 });
  const projected = projectKeysAndValues(params, { key, value }, 3);
  expect([projected.key.shape, projected.value.shape]).toEqual([
    [2, 3, 7, 2],
    [2, 3, 7, 5],
  ]);
  const found = multiHead(params, { query, key: query, value: query }, { heads: 3, projected });
  expectClose(found.weights, expected.weights);
  expectClose(found.output, expected.output);
});
