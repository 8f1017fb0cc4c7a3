/**
 * Self-attention with one head and learned maps into three spaces (Vaswani et al., NIPS 2017, arXiv:1706.03762):
 *
 *   g(x) = softmax(x W^Q (x W^K)ᵀ / √d_k),   f(weights, x) = weights · x W^V
 *
 * The projections have no bias, as in the paper. Differences: none; the output projection W^O belongs to multi-head
 * attention.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  child,
  dense,
  expectShape,
  initDense,
  randomNormal,
  requireInteger,
  type DenseParams,
  type Rng,
} from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import { attentionIsAllYouNeed } from '../papers.js';
import { gScaledDotProduct, type ScaledDotProductOptions } from './scaled-dot-product.js';

export interface SelfAttentionConfig {
  readonly features: number;
  /** d_k. Default: the features. */
  readonly keySize?: number;
  /** d_v. Default: the features. */
  readonly valueSize?: number;
  /** Divide the scores by √d_k. Default true. */
  readonly scale?: boolean;
  /** No position sees a later one. Default false. */
  readonly causal?: boolean;
}

/** query: W^Q [feature, keySize]; key: W^K [feature, keySize]; value: W^V [feature, valueSize]. */
export type SelfAttentionParams = { query: DenseParams; key: DenseParams; value: DenseParams };

export function initSelfAttention(config: SelfAttentionConfig, source: Rng): SelfAttentionParams {
  const features = requireInteger(config.features, 'self-attention features');
  const keySize = requireInteger(config.keySize ?? features, 'self-attention keySize');
  const valueSize = requireInteger(config.valueSize ?? features, 'self-attention valueSize');
  return {
    query: initDense(features, keySize, child(source, 'query'), { bias: false }),
    key: initDense(features, keySize, child(source, 'key'), { bias: false }),
    value: initDense(features, valueSize, child(source, 'value'), { bias: false }),
  };
}

/**
 * g: how much each position attends to each; rows are distributions.
 * @param x [batch, time, feature]
 * @returns [batch, query, key]
 */
export function gSelfAttention(
  params: SelfAttentionParams,
  x: tf.Tensor3D,
  options: ScaledDotProductOptions = {},
): tf.Tensor3D {
  expectShape(x, ['batch', 'time', params.query.kernel.shape[0]], 'self-attention x');
  return tf.tidy(() => {
    const query = dense(params.query, x); // [batch, query, keySize]
    const key = dense(params.key, x); // [batch, key, keySize]
    return gScaledDotProduct({}, { query, key }, options); // [batch, query, key]
  });
}

/** f: the weighted sum of the mapped positions. [batch, time, valueSize] */
export function fSelfAttention(
  params: SelfAttentionParams,
  weights: tf.Tensor3D,
  x: tf.Tensor3D,
  _options: ScaledDotProductOptions = {},
): tf.Tensor3D {
  return tf.tidy(() => tf.matMul(weights, dense(params.value, x)));
}

export const selfAttention = compose(gSelfAttention, fSelfAttention);

const example = (source: Rng) => randomNormal(source, [2, 5, 3]);

export const selfAttentionMechanism: Mechanism<
  SelfAttentionConfig,
  SelfAttentionParams,
  tf.Tensor3D,
  tf.Tensor3D,
  ScaledDotProductOptions
> = {
  name: 'self-attention',
  title: 'Self-attention',
  paper: attentionIsAllYouNeed,
  axes: ['temporal'],
  formula: {
    g: 'A = \\mathrm{softmax}\\!\\left(\\frac{X W^Q (X W^K)^\\top}{\\sqrt{d_k}}\\right)',
    f: 'A\\,X W^V',
  },
  publishedConfig: { features: 512, keySize: 64, valueSize: 64 },
  examples: {
    plain: { config: { features: 3, keySize: 7, valueSize: 11 }, input: example },
    causal: { config: { features: 3, keySize: 7, valueSize: 11, causal: true }, input: example },
    unscaled: { config: { features: 3, scale: false }, input: example },
  },
  weightAxes: () => ({ '': ['batch', 'query', 'key'] }),
  init: initSelfAttention,
  options: ({ scale = true, causal = false }) => ({ scale, causal }),
  g: gSelfAttention,
  f: fSelfAttention,
  apply: selfAttention,
};
