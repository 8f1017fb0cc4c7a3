/**
 * Self-attention without any mapping, query = key = value = x (the naive case of Vaswani et al., NIPS 2017,
 * arXiv:1706.03762, with W^Q = W^K = W^V = I):
 *
 *   g(x) = softmax(x xᵀ),   f(weights, x) = weights · x
 *
 * For rows of equal length the diagonal of x xᵀ is the largest entry of its row (Cauchy–Schwarz); for rows of unequal
 * length it need not be. Differences: not scaled unless `scale` asks for it.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expectShape, randomNormal, type Rng } from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism, NoParams } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';
import { attentionIsAllYouNeed } from '../papers.js';
import { scaledScores } from './scaled-dot-product.js';

export interface NaiveSelfAttentionConfig {
  /** Divide the scores by the root of the number of features. Default false. */
  readonly scale?: boolean;
}

export type NaiveSelfAttentionOptions = CallOptions & NaiveSelfAttentionConfig;

export function initNaiveSelfAttention(_config: NaiveSelfAttentionConfig, _source: Rng): NoParams {
  return {};
}

/**
 * g: how alike each pair of positions is; rows are distributions.
 * @param x [batch, time, feature]
 * @returns [batch, query, key]
 */
export function gNaiveSelfAttention(
  _params: NoParams,
  x: tf.Tensor3D,
  options: NaiveSelfAttentionOptions = {},
): tf.Tensor3D {
  expectShape(x, ['batch', 'time', 'feature'], 'naive-self-attention x');
  return tf.tidy(() => tf.softmax(scaledScores(x, x, options.scale ?? false))); // [batch, query, key]
}

/** f: every position becomes the weighted sum of all positions. [batch, time, feature] */
export function fNaiveSelfAttention(
  _params: NoParams,
  weights: tf.Tensor3D,
  x: tf.Tensor3D,
  _options: NaiveSelfAttentionOptions = {},
): tf.Tensor3D {
  return tf.matMul(weights, x);
}

export const naiveSelfAttention = compose(gNaiveSelfAttention, fNaiveSelfAttention);

export const naiveSelfAttentionMechanism: Mechanism<
  NaiveSelfAttentionConfig,
  NoParams,
  tf.Tensor3D,
  tf.Tensor3D,
  NaiveSelfAttentionOptions
> = {
  name: 'naive-self-attention',
  title: 'Naive self-attention (no mapping)',
  paper: attentionIsAllYouNeed,
  axes: ['temporal'],
  formula: { g: 'A = \\mathrm{softmax}(X X^\\top)', f: 'A X' },
  publishedConfig: {},
  examples: {
    plain: { config: {}, input: (source) => randomNormal(source, [2, 5, 3]) },
    scaled: { config: { scale: true }, input: (source) => randomNormal(source, [2, 5, 3]) },
  },
  weightAxes: () => ({ '': ['batch', 'query', 'key'] }),
  init: initNaiveSelfAttention,
  options: ({ scale = false }) => ({ scale }),
  g: gNaiveSelfAttention,
  f: fNaiveSelfAttention,
  apply: naiveSelfAttention,
};
