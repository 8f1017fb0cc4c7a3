/**
 * Simplified non-local block, SNL (Cao et al., ICCV workshops 2019, arXiv:1904.11492, equation 3):
 *
 *   g(x) = α,  α_j = exp(W_k x_j) / Σ_m exp(W_k x_m)      one map for all queries
 *   f(α, x) = x_i + W_v Σ_j α_j x_j
 *
 * Differences: W_k and W_v have biases, as the published parameter count needs; W_v starts at zero, so that the block
 * starts as the identity, like the other blocks of that paper.
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
import type { CallOptions } from '../normalise.js';
import { globalContextNetworks } from '../papers.js';

export interface SimplifiedNonLocalConfig {
  readonly channels: number;
}

/** mask: W_k [channel, 1]; value: W_v [channel, channel]. */
export type SimplifiedNonLocalParams = { mask: DenseParams; value: DenseParams };

export function initSimplifiedNonLocal(config: SimplifiedNonLocalConfig, source: Rng): SimplifiedNonLocalParams {
  const channels = requireInteger(config.channels, 'simplified-non-local channels');
  return {
    mask: initDense(channels, 1, child(source, 'mask')),
    value: initDense(channels, channels, child(source, 'value'), { init: 'zeros' }),
  };
}

/**
 * g: one distribution over the positions.
 * @param x [batch, height, width, channel]
 * @returns [batch, height, width]
 */
export function gSimplifiedNonLocal(
  params: { mask: DenseParams },
  x: tf.Tensor4D,
  _options: CallOptions = {},
): tf.Tensor3D {
  expectShape(x, ['batch', 'height', 'width', params.mask.kernel.shape[0]], 'simplified-non-local x');
  return positionWeights(params.mask, x);
}

/** f: the input plus the mapped context. */
export function fSimplifiedNonLocal(
  params: SimplifiedNonLocalParams,
  weights: tf.Tensor3D,
  x: tf.Tensor4D,
  _options: CallOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => tf.add(x, dense(params.value, context(weights, x))));
}

export const simplifiedNonLocal = compose(gSimplifiedNonLocal, fSimplifiedNonLocal);

/** softmax over all positions of W_k x: [batch, height, width]. */
export function positionWeights(mask: DenseParams, x: tf.Tensor4D): tf.Tensor3D {
  const [batch, height, width] = x.shape;
  return tf.tidy(() => {
    const scores = tf.reshape(dense(mask, x), [batch, height * width]);
    return tf.reshape(tf.softmax(scores), [batch, height, width]) as tf.Tensor3D;
  });
}

/** Σ_j α_j x_j: [batch, 1, 1, channel]. */
export function context(weights: tf.Tensor3D, x: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  return tf.tidy(() => {
    const row = tf.reshape(weights, [batch, 1, height * width]);
    const positions = tf.reshape(x, [batch, height * width, channels]);
    return tf.reshape(tf.matMul(row, positions), [batch, 1, 1, channels]) as tf.Tensor4D;
  });
}

export const simplifiedNonLocalMechanism: Mechanism<
  SimplifiedNonLocalConfig,
  SimplifiedNonLocalParams,
  tf.Tensor4D,
  tf.Tensor3D
> = {
  name: 'snl',
  title: 'Simplified non-local block',
  paper: globalContextNetworks,
  axes: ['spatial'],
  formula: {
    g: '\\alpha_j = \\frac{\\exp(W_k x_j)}{\\sum_m \\exp(W_k x_m)}',
    f: 'x_i + W_v \\textstyle\\sum_j \\alpha_j x_j',
  },
  publishedConfig: { channels: 1024 },
  examples: {
    paper: {
      config: { channels: 6 },
      input: (source) => randomNormal(source, [2, 3, 5, 6]),
      zeroGradients: { 'params/mask/bias': 'the same number at every position, to which the softmax is blind' },
    },
  },
  weightAxes: () => ({ '': ['batch', 'height', 'width'] }),
  init: initSimplifiedNonLocal,
  options: () => ({}),
  g: gSimplifiedNonLocal,
  f: fSimplifiedNonLocal,
  apply: simplifiedNonLocal,
};
