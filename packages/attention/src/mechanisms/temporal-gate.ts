/**
 * Temporal gate: the local branch of the temporal adaptive module, TAM (Liu et al., ICCV 2021, arXiv:2005.06803):
 *
 *   g(x) = s = σ(Conv1D(δ(BN(Conv1D_k(GAP(x))))))      over time; GAP averages over space; C -> C/4 -> C
 *   f(s, x) = s_t · x_t
 *
 * Differences: the module's global branch, a convolution with kernels made from the input, is not attention of this form
 * and is left out. A sequence [batch, time, channel] is taken as it is, as a video without space.
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
import { compose } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import { batchNormalise, initBatchNormalisation } from '../normalise.js';
import type { BatchNormalisationParams, CallOptions } from '../normalise.js';
import { reducedChannels, requireOdd } from '../reduction.js';

export interface TemporalGateConfig {
  readonly channels: number;
  /** β: the hidden layer has channels / β channels. Default 4. */
  readonly reduction?: number;
  /** Over time. Default 3. */
  readonly kernelSize?: number;
}

/** down: [k, 1, channel, hidden]; up: [hidden, channel]; both without bias. */
export type TemporalGateParams = {
  down: ConvolutionParams & { normalisation: BatchNormalisationParams };
  up: DenseParams;
};

/** A video [batch, time, height, width, channel] or a sequence [batch, time, channel]. */
export type SequenceOrVideo = tf.Tensor3D | tf.Tensor5D;

/** @throws RangeError when the reduction does not divide the channels, or the kernel is even */
export function initTemporalGate(config: TemporalGateConfig, source: Rng): TemporalGateParams {
  const { channels, reduction = 4, kernelSize = 3 } = config;
  const hidden = reducedChannels(channels, reduction, 'temporal-gate');
  requireOdd(kernelSize, 'temporal-gate');
  return {
    down: {
      ...initConvolution(
        { kernelSize: [kernelSize, 1], inChannels: channels, outChannels: hidden, bias: false },
        child(source, 'down'),
      ),
      normalisation: initBatchNormalisation(hidden),
    },
    up: initDense(hidden, channels, child(source, 'up'), { bias: false }),
  };
}

/**
 * g: one weight for each channel at each time, in [0, 1].
 * @returns [batch, time, channel]
 */
export function gTemporalGate(params: TemporalGateParams, x: SequenceOrVideo, options: CallOptions = {}): tf.Tensor3D {
  const channels = params.down.kernel.shape[2];
  const axes = x.rank === 3 ? ['batch', 'time', channels] : ['batch', 'time', 'height', 'width', channels];
  expectShape(x, axes, 'temporal-gate x');
  return tf.tidy(() => {
    const pooled = x.rank === 5 ? tf.mean<tf.Tensor3D>(x, [2, 3]) : (x as tf.Tensor3D); // [batch, time, channel]
    const hidden = convolution(params.down, tf.expandDims(pooled, 2)); // [batch, time, 1, hidden]
    const active = tf.relu(batchNormalise(params.down.normalisation, hidden, options));
    return tf.sigmoid(dense(params.up, tf.squeeze<tf.Tensor3D>(active, [2]))); // [batch, time, channel]
  });
}

/** f: each moment times its weights. */
export function fTemporalGate(
  _params: TemporalGateParams,
  weights: tf.Tensor3D,
  x: SequenceOrVideo,
  _options: CallOptions = {},
): SequenceOrVideo {
  return tf.tidy(() => {
    const [batch, time, channels] = weights.shape;
    const spread = x.rank === 5 ? tf.reshape(weights, [batch, time, 1, 1, channels]) : weights;
    return tf.mul(x as tf.Tensor, spread) as SequenceOrVideo;
  });
}

export const temporalGate = compose(gTemporalGate, fTemporalGate);

export const temporalGateMechanism: Mechanism<TemporalGateConfig, TemporalGateParams, SequenceOrVideo, tf.Tensor3D> = {
  name: 'temporal-gate',
  title: 'Temporal gate (TAM, local branch)',
  paper: {
    title: 'TAM: Temporal Adaptive Module for Video Recognition',
    authors: 'Liu, Wang, Wu, Qian and Lu',
    arxiv: '2005.06803',
    venue: 'ICCV 2021',
    date: '2020-05-14',
  },
  axes: ['temporal'],
  formula: {
    g: 's = \\sigma(\\mathrm{Conv1D}(\\delta(\\mathrm{BN}(\\mathrm{Conv1D}_k(\\mathrm{GAP}(x))))))',
    f: 's_t\\,x_t',
  },
  publishedConfig: { channels: 64, reduction: 4, kernelSize: 3 },
  examples: {
    video: {
      config: { channels: 6, reduction: 2 },
      input: (source) => randomNormal(source, [2, 5, 3, 2, 6]),
    },
    sequence: {
      config: { channels: 6, reduction: 2, kernelSize: 1 },
      input: (source) => randomNormal(source, [2, 5, 6]),
    },
  },
  weightAxes: () => ({ '': ['batch', 'time', 'channel'] }),
  init: initTemporalGate,
  options: () => ({}),
  g: gTemporalGate,
  f: fTemporalGate,
  apply: temporalGate,
};
