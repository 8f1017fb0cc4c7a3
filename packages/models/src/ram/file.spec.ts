import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { encodeSafetensors, leaves, rng } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeRecurrentAttention, encodeRecurrentAttention } from './file.js';
import { initRecurrentAttention } from './recurrent-attention.js';

beforeAll(() => tf.setBackend('cpu'));

const config = { patchSize: 3, scales: 2, glimpses: 2, classes: 4, stateSize: 5, hidden: 6, glimpseSize: 7 };

describe('a recurrent attention model as a file', () => {
  it('comes back with its configuration and the same bits', () => {
    const params = initRecurrentAttention(config, rng(1));
    const before = tf.memory().numTensors;
    const back = decodeRecurrentAttention(encodeRecurrentAttention(params, config));
    expect(tf.memory().numTensors).toBe(before + leaves(params).length);
    expect(back.config).toEqual(config);
    const values = (tree: typeof params) =>
      leaves(tree).map(([path, leaf]) => [path, leaf.shape, [...leaf.dataSync()]]);
    expect(values(back.params)).toEqual(values(params));
  });

  it('says what is wrong with another file', () => {
    expect(() => decodeRecurrentAttention(encodeSafetensors({ a: tf.zeros([1]) }))).toThrow(
      "expected the metadata model 'recurrent-attention' and a config, found model 'none'",
    );
    const other = encodeRecurrentAttention(initRecurrentAttention(config, rng(1)), { ...config, stateSize: 9 });
    expect(() => decodeRecurrentAttention(other)).toThrow(/does not fit the network/);
  });
});
