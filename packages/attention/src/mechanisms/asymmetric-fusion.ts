/**
 * Asymmetric fusion non-local block, AFNB (Zhu et al., ICCV 2019, arXiv:1908.07678, section 3.3):
 *
 *   g(x) = V = softmax(φ(x_high)ᵀ P(θ(x_low)))     queries from the deep features, keys from the shallow ones; S = 110
 *   f(V, x) = cat(W_o(V P(γ(x_low))ᵀ), x_high)
 *
 * Differences: `variant: 'code'` is the released code: maps of their own for φ and θ with batch normalisation and ReLU,
 * biases, scores scaled by 1/√d, W_o zero at the start, and a 1x1 convolution with batch normalisation, but no ReLU,
 * behind the concatenation (its Dropout2d of 0.05 is left to the network).
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
import { asymmetricWeights, gather, initUnit, sample, unit, type AsymmetricOptions, type Unit } from '../asymmetric.js';
import { compose } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import { asymmetricNonLocal } from '../papers.js';
import { pyramidSize } from '../pyramid-pooling.js';

export interface AsymmetricFusionConfig {
  readonly lowChannels: number;
  readonly highChannels: number;
  /** Ĉ of φ and θ. Default: half of the low channels. */
  readonly keySize?: number;
  /** Of γ. Default: the key size. */
  readonly valueSize?: number;
  /** Channels behind the concatenation, for the code's variant. Default: the high channels. */
  readonly outChannels?: number;
  /** Default 1, 3, 6, 8. */
  readonly pyramid?: readonly number[] | 'none';
  /** Default 'paper'. */
  readonly variant?: 'paper' | 'code';
}

/** query: φ; key: θ; value: γ; output: W_o; project: behind the cat. */
export type AsymmetricFusionParams = {
  query: Unit;
  key: Unit;
  value: DenseParams;
  output: DenseParams;
  project?: Unit;
};

/** low and high: [batch, height, width, channel], of heights and widths of their own. */
export type AsymmetricFusionInput = { low: tf.Tensor4D; high: tf.Tensor4D };

export function initAsymmetricFusion(config: AsymmetricFusionConfig, source: Rng): AsymmetricFusionParams {
  const { variant = 'paper', pyramid } = config;
  const low = requireInteger(config.lowChannels, 'asymmetric-fusion lowChannels');
  const high = requireInteger(config.highChannels, 'asymmetric-fusion highChannels');
  const keySize = requireInteger(config.keySize ?? Math.floor(low / 2), 'asymmetric-fusion keySize');
  const valueSize = requireInteger(config.valueSize ?? keySize, 'asymmetric-fusion valueSize');
  if (pyramid && pyramid !== 'none') requireInteger(pyramidSize(pyramid), 'asymmetric-fusion pyramid');
  const code = variant === 'code';
  const params = {
    query: initUnit(high, keySize, variant, child(source, 'query')),
    key: initUnit(low, keySize, variant, child(source, 'key')),
    value: initDense(low, valueSize, child(source, 'value'), { bias: code }),
    output: initDense(valueSize, high, child(source, 'output'), { bias: code, init: code ? 'zeros' : 'glorot' }),
  };
  if (!code) return params;
  const outChannels = requireInteger(config.outChannels ?? high, 'asymmetric-fusion outChannels');
  return { ...params, project: initUnit(2 * high, outChannels, variant, child(source, 'project')) };
}

/**
 * g: how much each deep position takes from each bin of the shallow features; rows are distributions.
 * @returns [batch, query, bin]
 */
export function gAsymmetricFusion(
  params: AsymmetricFusionParams,
  input: AsymmetricFusionInput,
  options: AsymmetricOptions = {},
): tf.Tensor3D {
  const { low, high } = input;
  expectShape(high, ['batch', 'height', 'width', params.query.kernel.shape[0]], 'asymmetric-fusion high');
  expectShape(low, [high.shape[0], 'height', 'width', params.key.kernel.shape[0]], 'asymmetric-fusion low');
  return tf.tidy(() => {
    const query = unit(params.query, high, options, 'relu'); // [batch, height, width, keySize]
    const key = sample(unit(params.key, low, options, 'relu'), options); // [batch, bin, keySize]
    return asymmetricWeights(query, key, options); // [batch, query, bin]
  });
}

/** f: the gathered bins beside the deep features. [batch, height, width, 2 · high], or outChannels for the code */
export function fAsymmetricFusion(
  params: AsymmetricFusionParams,
  weights: tf.Tensor3D,
  input: AsymmetricFusionInput,
  options: AsymmetricOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => {
    const values = sample(dense(params.value, input.low), options); // [batch, bin, valueSize]
    const both = tf.concat([gather(params.output, weights, values, input.high), input.high], 3);
    return params.project ? unit(params.project, both, options, 'none') : both;
  });
}

export const asymmetricFusion = compose(gAsymmetricFusion, fAsymmetricFusion);

const example = (source: Rng): AsymmetricFusionInput => ({
  low: randomNormal(child(source, 'low'), [2, 5, 4, 6]),
  high: randomNormal(child(source, 'high'), [2, 3, 2, 5]),
});
const small = { lowChannels: 6, highChannels: 5 } as const;

export const asymmetricFusionMechanism: Mechanism<
  AsymmetricFusionConfig,
  AsymmetricFusionParams,
  AsymmetricFusionInput,
  tf.Tensor3D,
  AsymmetricOptions
> = {
  name: 'afnb',
  title: 'Asymmetric fusion non-local block',
  paper: asymmetricNonLocal,
  axes: ['spatial'],
  formula: {
    g: 'V = \\mathrm{softmax}(\\phi(x_h)^\\top P(\\theta(x_l)))',
    f: '\\mathrm{cat}(W_o(V\\,P(\\gamma(x_l))^\\top),\\ x_h)',
  },
  publishedConfig: { lowChannels: 1024, highChannels: 2048, keySize: 256, valueSize: 256, variant: 'code' },
  examples: {
    paper: { config: { ...small, pyramid: [1, 3] }, input: example },
    code: { config: { ...small, keySize: 4, variant: 'code', outChannels: 7, pyramid: [1, 2] }, input: example },
  },
  weightAxes: () => ({ '': ['batch', 'query', 'bin'] }),
  init: initAsymmetricFusion,
  options: ({ pyramid = [1, 3, 6, 8], variant = 'paper' }) => ({ pyramid, variant }),
  g: gAsymmetricFusion,
  f: fAsymmetricFusion,
  apply: asymmetricFusion,
};
