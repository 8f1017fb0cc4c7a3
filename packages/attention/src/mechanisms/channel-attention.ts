/**
 * Channel attention of DANet (Fu et al., CVPR 2019, arXiv:1809.02983, equations 3 and 4):
 *
 *   g(x) = X,  x_ji = softmax over i of A_i · A_j       A: the channels as vectors over all positions; no convolution
 *   f(X, x) = β Σ_i x_ji A_i + A_j                      β starts at 0
 *
 * Differences: `variant: 'code'` is the released code, softmax over i of max_i(A_i · A_j) - A_i · A_j: the softmax of
 * minus the Gram matrix, the opposite sign.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expectShape, randomNormal, requireInteger, type Rng } from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';
import { dualAttention } from '../papers.js';
import { positions } from './position-attention.js';

export interface ChannelAttentionConfig {
  /** Only checked: the mechanism has one parameter whatever the channels. */
  readonly channels: number;
  /** Default 'paper'. */
  readonly variant?: 'paper' | 'code';
}

/** scale: β, a single number. */
export type ChannelAttentionParams = { scale: tf.Scalar };

export type ChannelAttentionOptions = CallOptions & Pick<ChannelAttentionConfig, 'variant'>;

export function initChannelAttention(config: ChannelAttentionConfig, _source: Rng): ChannelAttentionParams {
  requireInteger(config.channels, 'channel-attention channels');
  return { scale: tf.scalar(0) };
}

/**
 * g: how much each channel takes from each; rows are distributions.
 * @param x [batch, height, width, channel]
 * @returns [batch, channel, source]
 */
export function gChannelAttention(
  _params: ChannelAttentionParams,
  x: tf.Tensor4D,
  options: ChannelAttentionOptions = {},
): tf.Tensor3D {
  expectShape(x, ['batch', 'height', 'width', 'channel'], 'channel-attention x');
  return tf.tidy(() => {
    const vectors = positions(x); // [batch, position, channel]
    const gram = tf.matMul(vectors, vectors, true, false); // [batch, channel, source]
    // The row's maximum that the code adds changes no softmax, so the sign is all that is left of it.
    return tf.softmax(options.variant === 'code' ? tf.neg(gram) : gram) as tf.Tensor3D;
  });
}

/** f: the input plus β times the weighted sum over channels. */
export function fChannelAttention(
  params: ChannelAttentionParams,
  weights: tf.Tensor3D,
  x: tf.Tensor4D,
  _options: ChannelAttentionOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => {
    const mixed = tf.matMul(positions(x), weights, false, true); // [batch, position, channel]
    return tf.add(x, tf.mul(params.scale, tf.reshape(mixed, x.shape)));
  });
}

export const channelAttention = compose(gChannelAttention, fChannelAttention);

const example = (source: Rng) => randomNormal(source, [2, 3, 2, 5], 0, 0.5);

export const channelAttentionMechanism: Mechanism<
  ChannelAttentionConfig,
  ChannelAttentionParams,
  tf.Tensor4D,
  tf.Tensor3D,
  ChannelAttentionOptions
> = {
  name: 'danet-channel',
  title: 'Channel attention (DANet)',
  paper: dualAttention,
  axes: ['channel'],
  formula: {
    g: 'x_{ji} = \\mathrm{softmax}_i\\,(A_i \\cdot A_j)',
    f: 'E_j = \\beta \\textstyle\\sum_i x_{ji} A_i + A_j',
  },
  publishedConfig: { channels: 512 },
  examples: {
    paper: { config: { channels: 5 }, input: example },
    code: { config: { channels: 5, variant: 'code' }, input: example },
  },
  weightAxes: () => ({ '': ['batch', 'channel', 'source'] }),
  init: initChannelAttention,
  options: ({ variant = 'paper' }) => ({ variant }),
  g: gChannelAttention,
  f: fChannelAttention,
  apply: channelAttention,
};
