/**
 * Convolutional block attention module, CBAM (Woo et al., ECCV 2018, arXiv:1807.06521):
 *
 *   g(x) = {M_c, M_s}:  M_c = σ(W₁ δ(W₀ avg(x)) + W₁ δ(W₀ max(x)))      pooled over space (equation 2)
 *                       M_s = σ(f⁷ˣ⁷([avg(x'); max(x')])),  x' = M_c x   pooled over channels (equation 3)
 *   f(M, x) = M_s · M_c · x                                             (equation 1)
 *
 * Differences: `variant: 'code'` has what the released code adds: biases in the perceptron, the order [max; avg], and a
 * batch normalisation behind the 7x7 convolution whose scale starts at zero. `pooling`, `order` and `gates` are the
 * alternatives of the paper's ablations (Tables 1 to 3).
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
  type ConvolutionParams,
  type DenseParams,
  type Rng,
} from '@atlas/tensor';
import { compose, tidyTree } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import { batchNormalise, initBatchNormalisation } from '../normalise.js';
import type { BatchNormalisationParams, CallOptions } from '../normalise.js';
import { reducedChannels, requireOdd } from '../reduction.js';

export interface CbamConfig {
  readonly channels: number;
  /** Default 16. */
  readonly reduction?: number;
  /** Of the spatial convolution. Default 7. */
  readonly kernelSize?: number;
  /** Default 'paper'. */
  readonly variant?: 'paper' | 'code';
  /** Default 'both'. */
  readonly pooling?: 'average' | 'max' | 'both';
  /** Default 'channel-spatial'. */
  readonly order?: 'channel-spatial' | 'spatial-channel' | 'parallel';
  /** Default 'both'. */
  readonly gates?: 'channel' | 'spatial' | 'both';
}

/** channel: W₀ (down) and W₁ (up); spatial: the kernel [7, 7, 2, 1]. A gate that is left out has no parameters. */
export type CbamParams = {
  channel?: { down: DenseParams; up: DenseParams };
  spatial?: { convolution: ConvolutionParams; normalisation?: BatchNormalisationParams };
};

/** channel: M_c [batch, channel]; spatial: M_s [batch, height, width]. */
export type CbamWeights = { channel?: tf.Tensor2D; spatial?: tf.Tensor3D };

export type CbamOptions = CallOptions & Pick<CbamConfig, 'variant' | 'pooling' | 'order'>;

/** @throws RangeError when the reduction does not divide the channels, or the kernel is even */
export function initCbam(config: CbamConfig, source: Rng): CbamParams {
  const { channels, reduction = 16, kernelSize = 7, gates = 'both' } = config;
  const code = config.variant === 'code';
  const hidden = reducedChannels(channels, reduction, 'cbam');
  requireOdd(kernelSize, 'cbam');
  const pooled = (config.pooling ?? 'both') === 'both' ? 2 : 1;
  const channel = () => ({
    down: initDense(channels, hidden, child(source, 'down'), { bias: code }),
    up: initDense(hidden, channels, child(source, 'up'), { bias: code }),
  });
  const spatial = () => ({
    convolution: initConvolution(
      { kernelSize, inChannels: pooled, outChannels: 1, bias: false },
      child(source, 'spatial'),
    ),
    ...(code ? { normalisation: initBatchNormalisation(1, 0) } : {}),
  });
  if (gates === 'channel') return { channel: channel() };
  return gates === 'spatial' ? { spatial: spatial() } : { channel: channel(), spatial: spatial() };
}

/**
 * g: which channels, then which places. In [0, 1].
 * @param x [batch, height, width, channel]
 */
export function gCbam(params: CbamParams, x: tf.Tensor4D, options: CbamOptions = {}): CbamWeights {
  expectImage(params, x);
  const { order = 'channel-spatial' } = options;
  return tf.tidy(() => {
    const { channel, spatial } = params;
    if (!channel) return spatial ? { spatial: spatialGate(spatial, x, options) } : {};
    if (!spatial) return { channel: channelGate(channel, x, options) };
    if (order === 'spatial-channel') {
      const places = spatialGate(spatial, x, options); // [batch, height, width]
      return { channel: channelGate(channel, scaleSpace(x, places), options), spatial: places };
    }
    const channels = channelGate(channel, x, options); // [batch, channel]
    const seen = order === 'parallel' ? x : scaleChannels(x, channels);
    return { channel: channels, spatial: spatialGate(spatial, seen, options) };
  });
}

/** f: the input times both maps. */
export function fCbam(
  _params: CbamParams,
  weights: CbamWeights,
  x: tf.Tensor4D,
  _options: CbamOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => {
    const channels = weights.channel ? scaleChannels(x, weights.channel) : x;
    return weights.spatial ? scaleSpace(channels, weights.spatial) : tf.clone(channels);
  });
}

const separately = compose(gCbam, fCbam);

/** f(g(x), x). In the order of the paper both halves need M_c x: it is computed once, and so is its gradient. */
export function cbam(
  params: CbamParams,
  x: tf.Tensor4D,
  options: CbamOptions = {},
): { output: tf.Tensor4D; weights: CbamWeights } {
  const { channel, spatial } = params;
  const { order = 'channel-spatial' } = options;
  if (!channel || !spatial || order !== 'channel-spatial') return separately(params, x, options);
  expectImage(params, x);
  return tidyTree(() => {
    const channels = channelGate(channel, x, options); // [batch, channel]
    const scaled = scaleChannels(x, channels); // M_c x [batch, height, width, channel]
    const places = spatialGate(spatial, scaled, options); // [batch, height, width]
    return { output: scaleSpace(scaled, places), weights: { channel: channels, spatial: places } };
  });
}

function expectImage(params: CbamParams, x: tf.Tensor4D): void {
  expectShape(x, ['batch', 'height', 'width', params.channel?.down.kernel.shape[0] ?? 'channel'], 'cbam x');
}

function channelGate(params: NonNullable<CbamParams['channel']>, x: tf.Tensor4D, options: CbamOptions): tf.Tensor2D {
  const { pooling = 'both' } = options;
  const perceptron = (pooled: tf.Tensor2D) => dense(params.up, tf.relu(dense(params.down, pooled)));
  const scores: tf.Tensor2D[] = []; // [batch, channel] each
  if (pooling !== 'max') scores.push(perceptron(tf.mean<tf.Tensor2D>(x, [1, 2])));
  if (pooling !== 'average') scores.push(perceptron(tf.max<tf.Tensor2D>(x, [1, 2])));
  return tf.sigmoid(tf.addN(scores));
}

function spatialGate(params: NonNullable<CbamParams['spatial']>, x: tf.Tensor4D, options: CbamOptions): tf.Tensor3D {
  const { pooling = 'both', variant = 'paper' } = options;
  const pooled: tf.Tensor4D[] = []; // [batch, height, width, 1] each
  if (pooling !== 'max') pooled.push(tf.mean<tf.Tensor4D>(x, 3, true));
  if (pooling !== 'average') pooled.push(tf.max<tf.Tensor4D>(x, 3, true));
  const stacked = tf.concat(variant === 'code' ? pooled.reverse() : pooled, 3); // [batch, height, width, 2]
  const map = convolution(params.convolution, stacked); // [batch, height, width, 1]
  const scores = params.normalisation ? batchNormalise(params.normalisation, map, options) : map;
  return tf.squeeze<tf.Tensor3D>(tf.sigmoid(scores), [3]); // [batch, height, width]
}

function scaleChannels(x: tf.Tensor4D, channels: tf.Tensor2D): tf.Tensor4D {
  return tf.mul(x, tf.reshape(channels, [x.shape[0], 1, 1, x.shape[3]]));
}

function scaleSpace(x: tf.Tensor4D, places: tf.Tensor3D): tf.Tensor4D {
  return tf.mul(x, tf.expandDims(places, 3));
}

const example = (source: Rng) => randomNormal(source, [2, 5, 7, 6]);
const small = { channels: 6, reduction: 2, kernelSize: 3 } as const;

export const cbamMechanism: Mechanism<CbamConfig, CbamParams, tf.Tensor4D, CbamWeights, CbamOptions> = {
  name: 'cbam',
  title: 'Convolutional block attention module',
  paper: {
    title: 'CBAM: Convolutional Block Attention Module',
    authors: 'Woo, Park, Lee and Kweon',
    arxiv: '1807.06521',
    venue: 'ECCV 2018',
    date: '2018-07-17',
  },
  axes: ['channel', 'spatial'],
  formula: {
    g: 'M_c = \\sigma(\\mathrm{MLP}(\\mathrm{avg}\\,x) + \\mathrm{MLP}(\\mathrm{max}\\,x)),\\quad M_s = \\sigma(f^{7\\times7}[\\mathrm{avg}\\,M_c x;\\ \\mathrm{max}\\,M_c x])',
    f: 'M_s \\otimes M_c \\otimes x',
  },
  publishedConfig: { channels: 256, reduction: 16, kernelSize: 7 },
  examples: {
    paper: { config: small, input: example },
    code: { config: { ...small, variant: 'code' }, input: example },
    'channel only': { config: { ...small, gates: 'channel', pooling: 'max' }, input: example },
    'spatial only': { config: { ...small, gates: 'spatial', pooling: 'average' }, input: example },
    'spatial first': { config: { ...small, order: 'spatial-channel' }, input: example },
    parallel: { config: { ...small, order: 'parallel' }, input: example },
  },
  weightAxes: () => ({ channel: ['batch', 'channel'], spatial: ['batch', 'height', 'width'] }),
  init: initCbam,
  options: ({ variant = 'paper', pooling = 'both', order = 'channel-spatial' }) => ({ variant, pooling, order }),
  g: gCbam,
  f: fCbam,
  apply: cbam,
};
