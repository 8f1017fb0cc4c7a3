/**
 * Asymmetric pyramid non-local block, APNB (Zhu et al., ICCV 2019, arXiv:1908.07678):
 *
 *   g(x) = V_P = softmax(φ(x)ᵀ P(θ(x)))        P: averages over 1, 3, 6 and 8 bins a side, S = 110 (equations 7 to 9)
 *   f(V_P, x) = cat(W_o(V_P P(γ(x))ᵀ), x)      (equations 10 and 6)
 *
 * Differences: `variant: 'code'` is the released code: one shared map for φ and θ with batch normalisation and ReLU,
 * biases, scores scaled by 1/√d, W_o zero at the start, and a 1x1 convolution with batch normalisation and ReLU behind
 * the concatenation (its Dropout2d of 0.05 is left to the network). `pyramid: 'none'` is the symmetric block it is
 * compared with.
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

export interface AsymmetricPyramidConfig {
  readonly channels: number;
  /** Ĉ of φ and θ. Default: half of the channels. */
  readonly keySize?: number;
  /** Of γ. Default: the key size. */
  readonly valueSize?: number;
  /** Channels behind the concatenation, for the code's variant. Default: the channels. */
  readonly outChannels?: number;
  /** Default 1, 3, 6, 8. */
  readonly pyramid?: readonly number[] | 'none';
  /** Default 'paper'. */
  readonly variant?: 'paper' | 'code';
}

/** query: φ, absent where the key's map serves for both; key: θ; value: γ; output: W_o; project: behind the cat. */
export type AsymmetricPyramidParams = {
  query?: Unit;
  key: Unit;
  value: DenseParams;
  output: DenseParams;
  project?: Unit;
};

export function initAsymmetricPyramid(config: AsymmetricPyramidConfig, source: Rng): AsymmetricPyramidParams {
  const { variant = 'paper', pyramid } = config;
  const channels = requireInteger(config.channels, 'asymmetric-pyramid channels');
  const keySize = requireInteger(config.keySize ?? Math.floor(channels / 2), 'asymmetric-pyramid keySize');
  const valueSize = requireInteger(config.valueSize ?? keySize, 'asymmetric-pyramid valueSize');
  if (pyramid && pyramid !== 'none') requireInteger(pyramidSize(pyramid), 'asymmetric-pyramid pyramid');
  const code = variant === 'code';
  const params = {
    key: initUnit(channels, keySize, variant, child(source, 'key')),
    value: initDense(channels, valueSize, child(source, 'value'), { bias: code }),
    output: initDense(valueSize, channels, child(source, 'output'), { bias: code, init: code ? 'zeros' : 'glorot' }),
  };
  if (!code) return { query: initUnit(channels, keySize, variant, child(source, 'query')), ...params };
  const outChannels = requireInteger(config.outChannels ?? channels, 'asymmetric-pyramid outChannels');
  return { ...params, project: initUnit(2 * channels, outChannels, variant, child(source, 'project')) };
}

/**
 * g: how much each position takes from each bin; rows are distributions.
 * @param x [batch, height, width, channel]
 * @returns [batch, query, bin]
 */
export function gAsymmetricPyramid(
  params: AsymmetricPyramidParams,
  x: tf.Tensor4D,
  options: AsymmetricOptions = {},
): tf.Tensor3D {
  expectShape(x, ['batch', 'height', 'width', params.key.kernel.shape[0]], 'asymmetric-pyramid x');
  return tf.tidy(() => {
    const key = unit(params.key, x, options, 'relu'); // [batch, height, width, keySize]
    const query = params.query ? unit(params.query, x, options, 'relu') : key;
    return asymmetricWeights(query, sample(key, options), options); // [batch, query, bin]
  });
}

/** f: the gathered bins beside the input. [batch, height, width, 2 · channel], or outChannels for the code's variant */
export function fAsymmetricPyramid(
  params: AsymmetricPyramidParams,
  weights: tf.Tensor3D,
  x: tf.Tensor4D,
  options: AsymmetricOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => {
    const values = sample(dense(params.value, x), options); // [batch, bin, valueSize]
    const both = tf.concat([gather(params.output, weights, values, x), x], 3); // [batch, height, width, 2 · channel]
    return params.project ? unit(params.project, both, options, 'relu') : both;
  });
}

export const asymmetricPyramid = compose(gAsymmetricPyramid, fAsymmetricPyramid);

const example = (source: Rng) => randomNormal(source, [2, 5, 4, 6]);

export const asymmetricPyramidMechanism: Mechanism<
  AsymmetricPyramidConfig,
  AsymmetricPyramidParams,
  tf.Tensor4D,
  tf.Tensor3D,
  AsymmetricOptions
> = {
  name: 'apnb',
  title: 'Asymmetric pyramid non-local block',
  paper: asymmetricNonLocal,
  axes: ['spatial'],
  formula: {
    g: 'V_P = \\mathrm{softmax}(\\phi(x)^\\top P(\\theta(x)))',
    f: '\\mathrm{cat}(W_o(V_P\\,P(\\gamma(x))^\\top),\\ x)',
  },
  publishedConfig: { channels: 512, keySize: 256, valueSize: 256, variant: 'code' },
  examples: {
    paper: { config: { channels: 6, pyramid: [1, 3] }, input: example },
    code: {
      config: { channels: 6, keySize: 4, valueSize: 5, variant: 'code', outChannels: 7, pyramid: [1, 2] },
      input: example,
    },
    symmetric: { config: { channels: 6, pyramid: 'none' }, input: example },
  },
  weightAxes: () => ({ '': ['batch', 'query', 'bin'] }),
  init: initAsymmetricPyramid,
  options: ({ pyramid = [1, 3, 6, 8], variant = 'paper' }) => ({ pyramid, variant }),
  g: gAsymmetricPyramid,
  f: fAsymmetricPyramid,
  apply: asymmetricPyramid,
};
