import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { chooseBackend, countOperations, onShapes, rng, type TensorTree } from '@atlas/tensor';
import { onBackend } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  digitNetwork,
  initRecurrentAttention,
  initResidualNetwork,
  publishedAttention,
  publishedAttentionNames,
  recurrentAttention,
  residualNetwork,
  rnnEncoderDecoderTranslator,
  rnnSearchTranslator,
  transformerTranslator,
  type ResidualNetworkConfig,
} from '../index.js';
import { mechanisms } from '@atlas/attention';

// The native backend where there is one: it has kernels of its own.
beforeAll(() => chooseBackend());

interface Run {
  init(): TensorTree;
  forward(params: TensorTree): TensorTree;
}

const residual = (config: ResidualNetworkConfig): Run => ({
  init: () => initResidualNetwork(config, rng(1)),
  forward: (params) =>
    residualNetwork(params as ReturnType<typeof initResidualNetwork>, tf.ones([1, 12, 12, 1]), { config }).output,
});
const small = { widths: [16, 32, 64], blocks: 2 } as const;
const sentence = () => tf.ones<tf.Rank.R2>([2, 5], 'int32');
const recurrentSizes = { sourceVocabulary: 9, targetVocabulary: 11, embedding: 3, units: 4, maxout: 5 };
const glimpses = { patchSize: 3, scales: 2, glimpses: 2, stateSize: 8, hidden: 6, glimpseSize: 7 };
const sizes = { vocabulary: 11, layers: 2, features: 8, hidden: 12, heads: 2 };

const runs: { readonly [name: string]: Run } = {
  ...Object.fromEntries(
    publishedAttentionNames.map((name) => [
      name,
      residual(digitNetwork({ ...small, attention: publishedAttention(name, { variant: 'code', stages: [3, 4] }) })),
    ]),
  ),
  sk: residual(
    digitNetwork({
      ...small,
      attention: {
        mechanism: mechanisms.sk,
        position: 'instead',
        // The input of a basic block's first convolution has the width of the stage before.
        at: ({ block }) => block > 1,
        config: (channels) => ({ channels, groups: 4 }),
      },
    }),
  ),
  'groups and strides': residual({
    inChannels: 1,
    classes: 3,
    stem: { kernelSize: 7, channels: 8, stride: 2, pool: true },
    block: 'bottleneck',
    groups: 4,
    stages: [{ blocks: 2, middle: 8, channels: 16, stride: 2 }],
  }),
  transformer: {
    init: () => transformerTranslator.init(sizes, rng(1)),
    forward: (params) =>
      transformerTranslator.forward(params as never, { source: sentence(), target: sentence() }, { config: sizes })
        .output,
  },
  rnnsearch: {
    init: () => rnnSearchTranslator.init(recurrentSizes, rng(1)),
    forward: (params) =>
      rnnSearchTranslator.forward(
        params as never,
        { source: sentence(), target: sentence() },
        { config: recurrentSizes },
      ).output,
  },
  rnnencdec: {
    init: () => rnnEncoderDecoderTranslator.init(recurrentSizes, rng(1)),
    forward: (params) =>
      rnnEncoderDecoderTranslator.forward(
        params as never,
        { source: sentence(), target: sentence() },
        { config: recurrentSizes },
      ).output,
  },
  ram: {
    init: () => initRecurrentAttention(glimpses, rng(1)),
    forward: (params) => recurrentAttention(params as never, tf.ones([1, 9, 9, 1]), { config: glimpses }).output,
  },
};

describe('a run on shapes counts exactly what a run on values counts', () => {
  it.each(Object.entries(runs))('%s', async (_, run) => {
    const count = () =>
      tf.tidy(() => {
        const params = run.init();
        const { operations } = countOperations(() => run.forward(params));
        return operations as unknown as tf.TensorContainer;
      }) as unknown as readonly object[];
    const real = count();
    expect(real.length).toBeGreaterThan(5);
    expect(onShapes(count)).toEqual(real);
    expect(await onBackend('cpu', count)).toEqual(real);
  });
});
