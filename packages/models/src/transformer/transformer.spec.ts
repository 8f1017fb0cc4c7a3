import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { countParameters, leaves, rng } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { weightsOf } from '../../test/plain-recurrent.js';
import { plainTransformer } from '../../test/plain-transformer.js';
import { atRandom, behavesAsTranslator, pair } from '../../test/translators.js';
import type { TransformerConfig } from './config.js';
import { initTransformer, transformer, transformerTranslator } from './transformer.js';

beforeAll(() => tf.setBackend('cpu'));

const config: TransformerConfig = { vocabulary: 7, layers: 2, features: 6, hidden: 5, heads: 3, keySize: 4 };

describe('Transformer', () => {
  behavesAsTranslator(transformerTranslator, config);
});

describe('Transformer with normalisation first', () => {
  behavesAsTranslator(transformerTranslator, { ...config, normalisation: 'pre', positions: 'halves' });
});

describe('Transformer', () => {
  it.each([
    { normalisation: 'post' },
    { normalisation: 'pre' },
    { normalisation: 'post', sourceVocabulary: 9 },
  ] as const)('equals plain loops over the equations: %o', (change) => {
    const own = { ...config, ...change };
    const params = atRandom(initTransformer(own, rng(1)));
    const { output } = transformer(params, pair(), { config: own });
    const sizes = { layers: 2, heads: 3, features: 6, keySize: 4, normalisation: change.normalisation };
    const plain = plainTransformer(weightsOf(params), sizes, [3, 5, 2, 6], [1, 4, 2, 3, 5]);
    expectClose(tf.slice(output, [0, 0, 0], [1, 5, 7]), [plain], { rtol: 1e-3, atol: 1e-4 });
  });

  it('gives the attention of every head: rows are distributions over the words that may be seen', () => {
    const { weights } = transformer(atRandom(initTransformer(config, rng(1))), pair(), { config });
    expect(leaves(weights).map(([path, { shape }]) => [path, shape])).toEqual([
      ['decoder/layer1/cross', [2, 3, 5, 4]],
      ['decoder/layer1/self', [2, 3, 5, 5]],
      ['decoder/layer2/cross', [2, 3, 5, 4]],
      ['decoder/layer2/self', [2, 3, 5, 5]],
      ['encoder/layer1', [2, 3, 4, 4]],
      ['encoder/layer2', [2, 3, 4, 4]],
    ]);
    for (const [, map] of leaves(weights)) expectClose(tf.sum(map, -1), tf.ones(map.shape.slice(0, -1)));
    const padded = tf.slice(weights.encoder['layer1']!, [1, 0, 0, 2], [1, 3, 4, 2]);
    expect(Math.max(...padded.dataSync())).toBe(0);
  });

  it('without positions the encoder does not know the order of words', () => {
    const own: TransformerConfig = { ...config, positions: 'none' };
    const params = atRandom(initTransformer(own, rng(1)));
    const order = [2, 0, 3, 1];
    const words = [3, 5, 2, 6];
    const encode = (row: number[]) =>
      transformerTranslator.encode(params, tf.tensor2d([row], [1, 4], 'int32'), { config: own }).source['layer1']!.key;
    const permuted = encode(order.map((from) => words[from]!));
    expectClose(permuted, tf.gather(encode(words), tf.tensor1d(order, 'int32'), 2), { rtol: 1e-4, atol: 1e-5 });
  });

  it.each<[string, Partial<TransformerConfig>]>([
    ['positions', { positions: 'none' }],
    ['the order of positions', { positions: 'halves' }],
    ['scaling', { scale: false }],
    ['the place of normalisation', { normalisation: 'pre' }],
  ])('%s changes the scores', (_, change) => {
    const score = (own: TransformerConfig) =>
      transformer(atRandom(initTransformer(own, rng(1))), pair(), { config: own }).output.dataSync();
    expect(score({ ...config, ...change })).not.toEqual(score(config));
  });

  it('shares one table between source, target and softmax unless told otherwise', () => {
    const shared = countParameters(initTransformer(config, rng(1)));
    expect(countParameters(initTransformer({ ...config, sourceVocabulary: 9 }, rng(1)))).toBe(shared + 9 * 6);
  });

  it.each<[Partial<TransformerConfig>, RegExp]>([
    [{ heads: 4 }, /transformer features: expected a multiple of 4, found 6/],
    [{ features: 7, heads: 1 }, /transformer features: expected a multiple of 2, found 7/],
    [{ layers: 0 }, /transformer layers: expected an integer of at least 1, found 0/],
    [{ vocabulary: 0 }, /transformer vocabulary: expected an integer of at least 2, found 0/],
  ])('refuses %o', (change, message) => {
    expect(() => initTransformer({ ...config, ...change }, rng(1))).toThrow(message);
  });
});
