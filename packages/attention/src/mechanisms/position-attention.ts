/**
 * Position attention of DANet (Fu et al., CVPR 2019, arXiv:1809.02983, equations 1 and 2):
 *
 *   g(x) = S,  s_ji = softmax over i of B_i · C_j       B, C: 1x1 convolutions to C/8; no scaling
 *   f(S, x) = α Σ_i s_ji D_i + x_j                      D: 1x1 convolution; α starts at 0
 *
 * Differences: none. A row of the weights is one position j.
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
import { dualAttention } from '../papers.js';
import { reducedChannels } from '../reduction.js';

export interface PositionAttentionConfig {
  readonly channels: number;
  /** B and C have channels / reduction channels. Default 8. */
  readonly reduction?: number;
}

/** key: B; query: C; value: D; scale: α, a single number. */
export type PositionAttentionParams = {
  key: DenseParams;
  query: DenseParams;
  value: DenseParams;
  scale: tf.Scalar;
};

/** @throws RangeError when the reduction does not divide the channels */
export function initPositionAttention(config: PositionAttentionConfig, source: Rng): PositionAttentionParams {
  const channels = requireInteger(config.channels, 'position-attention channels');
  const inner = reducedChannels(channels, config.reduction ?? 8, 'position-attention');
  return {
    key: initDense(channels, inner, child(source, 'key')),
    query: initDense(channels, inner, child(source, 'query')),
    value: initDense(channels, channels, child(source, 'value')),
    scale: tf.scalar(0),
  };
}

/**
 * g: how much each position takes from each; rows are distributions.
 * @param x [batch, height, width, channel]
 * @returns [batch, query, key], positions row by row
 */
export function gPositionAttention(
  params: PositionAttentionParams,
  x: tf.Tensor4D,
  _options: CallOptions = {},
): tf.Tensor3D {
  expectShape(x, ['batch', 'height', 'width', params.key.kernel.shape[0]], 'position-attention x');
  return tf.tidy(() => {
    const query = positions(dense(params.query, x)); // [batch, query, inner]
    const key = positions(dense(params.key, x)); // [batch, key, inner]
    return tf.softmax(tf.matMul(query, key, false, true)) as tf.Tensor3D; // [batch, query, key]
  });
}

/** f: the input plus α times the weighted sum over positions. */
export function fPositionAttention(
  params: PositionAttentionParams,
  weights: tf.Tensor3D,
  x: tf.Tensor4D,
  _options: CallOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => {
    const gathered = tf.matMul(weights, positions(dense(params.value, x))); // [batch, query, channel]
    return tf.add(x, tf.mul(params.scale, tf.reshape(gathered, x.shape)));
  });
}

export const positionAttention = compose(gPositionAttention, fPositionAttention);

/** [batch, height, width, channel] -> [batch, position, channel] */
export function positions(x: tf.Tensor4D): tf.Tensor3D {
  const [batch, height, width, channels] = x.shape;
  return tf.reshape(x, [batch, height * width, channels]);
}

export const positionAttentionMechanism: Mechanism<
  PositionAttentionConfig,
  PositionAttentionParams,
  tf.Tensor4D,
  tf.Tensor3D
> = {
  name: 'danet-position',
  title: 'Position attention (DANet)',
  paper: dualAttention,
  axes: ['spatial'],
  formula: {
    g: 's_{ji} = \\mathrm{softmax}_i\\,(B_i \\cdot C_j)',
    f: 'E_j = \\alpha \\textstyle\\sum_i s_{ji} D_i + x_j',
  },
  publishedConfig: { channels: 512, reduction: 8 },
  examples: {
    paper: {
      config: { channels: 6, reduction: 2 },
      input: (source) => randomNormal(source, [2, 3, 2, 6]),
      zeroGradients: {
        'params/key/bias': 'it adds the same number to all scores of a query, to which the softmax is blind',
      },
    },
  },
  weightAxes: () => ({ '': ['batch', 'query', 'key'] }),
  init: initPositionAttention,
  options: () => ({}),
  g: gPositionAttention,
  f: fPositionAttention,
  apply: positionAttention,
};
