/**
 * Bottleneck attention module, BAM (Park et al., BMVC 2018, arXiv:1807.06514):
 *
 *   g(x) = M = σ(M_c + M_s)                                      (equation 2)
 *          M_c = BN(W₁(W₀ avg(x) + b₀) + b₁)                      (equation 3)
 *          M_s = BN(f₃¹ˣ¹(f₂³ˣ³(f₁³ˣ³(f₀¹ˣ¹(x)))))                (equation 4; f₁ and f₂ have dilation 4)
 *   f(M, x) = x + x · M                                          (equation 1)
 *
 * Differences: `variant: 'paper'` is the printed equations, without any ReLU between the layers, for they print none.
 * `'code'` is the released code: batch normalisation and ReLU behind W₀ and behind f₀, f₁ and f₂, none at the end, and
 * M = σ(M_c · M_s), a product where the paper has a sum. `combine` sets sum or product for either.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  child,
  convolution,
  dense,
  expectShape,
  initConvolution,
  initDense,
  randomNormal,
  requireInteger,
  type ConvolutionParams,
  type DenseParams,
  type Rng,
} from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import { batchNormalise, initBatchNormalisation } from '../normalise.js';
import type { BatchNormalisationParams, CallOptions } from '../normalise.js';
import { reducedChannels } from '../reduction.js';

export interface BamConfig {
  readonly channels: number;
  /** r. Default 16. */
  readonly reduction?: number;
  /** d, of the two 3x3 convolutions. Default 4. */
  readonly dilation?: number;
  /** Default 'paper'. */
  readonly variant?: 'paper' | 'code';
  /** Default: the sum of the paper, the product of the code. */
  readonly combine?: 'sum' | 'product';
}

type Normalised<Layer> = Layer & { normalisation?: BatchNormalisationParams };

/** channel: W₀ (down) and W₁ (up); spatial: f₀ (reduce), f₁ (first), f₂ (second), f₃ (score). */
export type BamParams = {
  channel: { down: Normalised<DenseParams>; up: Normalised<DenseParams> };
  spatial: {
    reduce: Normalised<ConvolutionParams>;
    first: Normalised<ConvolutionParams>;
    second: Normalised<ConvolutionParams>;
    score: Normalised<ConvolutionParams>;
  };
};

export type BamOptions = CallOptions & Pick<BamConfig, 'dilation' | 'combine'>;

/** @throws RangeError when the reduction does not divide the channels */
export function initBam(config: BamConfig, source: Rng): BamParams {
  const { channels, reduction = 16, variant = 'paper' } = config;
  const hidden = reducedChannels(channels, reduction, 'bam');
  requireInteger(config.dilation ?? 4, 'bam dilation');
  // The paper normalises each path once, at its end; the code does so behind every layer but the last.
  const inner = (size: number) => (variant === 'code' ? { normalisation: initBatchNormalisation(size) } : {});
  const last = (size: number) => (variant === 'paper' ? { normalisation: initBatchNormalisation(size) } : {});
  const layer = (label: string, kernelSize: number, inChannels: number, outChannels: number) =>
    initConvolution({ kernelSize, inChannels, outChannels }, child(source, label));
  return {
    channel: {
      down: { ...initDense(channels, hidden, child(source, 'down')), ...inner(hidden) },
      up: { ...initDense(hidden, channels, child(source, 'up')), ...last(channels) },
    },
    spatial: {
      reduce: { ...layer('reduce', 1, channels, hidden), ...inner(hidden) },
      first: { ...layer('first', 3, hidden, hidden), ...inner(hidden) },
      second: { ...layer('second', 3, hidden, hidden), ...inner(hidden) },
      score: { ...layer('score', 1, hidden, 1), ...last(1) },
    },
  };
}

/**
 * g: one weight for every value, in [0, 1].
 * @param x [batch, height, width, channel]
 * @returns [batch, height, width, channel]
 */
export function gBam(params: BamParams, x: tf.Tensor4D, options: BamOptions = {}): tf.Tensor4D {
  const [channels] = params.channel.down.kernel.shape;
  expectShape(x, ['batch', 'height', 'width', channels], 'bam x');
  const { combine = params.channel.up.normalisation ? 'sum' : 'product' } = options;
  return tf.tidy(() => {
    const pooled = tf.mean<tf.Tensor4D>(x, [1, 2], true); // [batch, 1, 1, channel]
    const { down, up } = params.channel;
    const hidden = activate(down, dense(down, pooled), options); // [batch, 1, 1, hidden]
    const channel = finish(up, dense(up, hidden), options); // [batch, 1, 1, channel]
    const spatial = spatialScores(params.spatial, x, options); // [batch, height, width, 1]
    return tf.sigmoid(combine === 'sum' ? tf.add(channel, spatial) : tf.mul(channel, spatial)) as tf.Tensor4D;
  });
}

/** f: the input plus the weighted input, as one product x (1 + M): forward and backward take fewer passes. */
export function fBam(_params: BamParams, weights: tf.Tensor4D, x: tf.Tensor4D, _options: BamOptions = {}): tf.Tensor4D {
  return tf.tidy(() => tf.mul(x, tf.add(weights, 1)));
}

export const bam = compose(gBam, fBam);

function spatialScores(params: BamParams['spatial'], x: tf.Tensor4D, options: BamOptions): tf.Tensor4D {
  const { dilation = 4 } = options;
  const { reduce, first, second, score } = params;
  const wide = { padding: dilation, dilation };
  const reduced = activate(reduce, convolution(reduce, x), options); // [batch, height, width, hidden]
  const once = activate(first, convolution(first, reduced, wide), options);
  const twice = activate(second, convolution(second, once, wide), options);
  return finish(score, convolution(score, twice), options); // [batch, height, width, 1]
}

function activate(layer: Normalised<object>, x: tf.Tensor4D, options: BamOptions): tf.Tensor4D {
  return layer.normalisation ? tf.relu(batchNormalise(layer.normalisation, x, options)) : x;
}

function finish(layer: Normalised<object>, x: tf.Tensor4D, options: BamOptions): tf.Tensor4D {
  return layer.normalisation ? batchNormalise(layer.normalisation, x, options) : x;
}

const example = (source: Rng) => randomNormal(source, [2, 5, 7, 6]);

export const bamMechanism: Mechanism<BamConfig, BamParams, tf.Tensor4D, tf.Tensor4D, BamOptions> = {
  name: 'bam',
  title: 'Bottleneck attention module',
  paper: {
    title: 'BAM: Bottleneck Attention Module',
    authors: 'Park, Woo, Lee and Kweon',
    arxiv: '1807.06514',
    venue: 'BMVC 2018',
    date: '2018-07-17',
  },
  axes: ['channel', 'spatial'],
  formula: { g: 'M = \\sigma(M_c(x) + M_s(x))', f: 'x + x \\otimes M' },
  publishedConfig: { channels: 256, reduction: 16, dilation: 4 },
  examples: {
    paper: { config: { channels: 6, reduction: 2, dilation: 2 }, input: example },
    code: { config: { channels: 6, reduction: 2, dilation: 2, variant: 'code' }, input: example },
    'code, summed': { config: { channels: 6, reduction: 2, variant: 'code', combine: 'sum' }, input: example },
  },
  weightAxes: () => ({ '': ['batch', 'height', 'width', 'channel'] }),
  init: initBam,
  options: ({ dilation = 4, variant = 'paper', combine = variant === 'code' ? 'product' : 'sum' }) => ({
    dilation,
    combine,
  }),
  g: gBam,
  f: fBam,
  apply: bam,
};
