/**
 * Squeeze-and-Excitation (Hu, Shen and Sun, CVPR 2018, arXiv:1709.01507), as Attention(x) = f(g(x), x):
 *
 *   g(x) = s = σ(W₂ δ(W₁ z)),  z_c = mean over i, j of x(i, j, c)      (equations 2 and 3; δ is ReLU)
 *   f(s, x) = s_c · x_c                                                (equation 4)
 *
 * Differences: `variant: 'paper'` has no biases, as equation 3 and section 6 of the paper say; `'code'` has them, as the
 * released networks do. `squeeze` and `excitation` are the alternatives of the paper's ablations (section 6.2 and 6.3);
 * squeeze 'none' is its NoSqueeze: the same two layers at every position.
 */
import * as tf from '@tensorflow/tfjs-core';
import { child, dense, expectShape, initDense, randomNormal, type DenseParams, type Rng } from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';
import { reducedChannels } from '../reduction.js';

export interface SqueezeExciteConfig {
  readonly channels: number;
  /** r of the paper: the hidden layer has channels / r units. Default 16. */
  readonly reduction?: number;
  /** Default 'paper'. */
  readonly variant?: 'paper' | 'code';
  /** How positions become one value. Default 'average'. */
  readonly squeeze?: 'average' | 'max' | 'none';
  /** The function behind W₂. Default 'sigmoid'. */
  readonly excitation?: 'sigmoid' | 'tanh' | 'relu';
}

/** down: W₁ [channel, hidden]; up: W₂ [hidden, channel]. */
export type SqueezeExciteParams = { down: DenseParams; up: DenseParams };

export type SqueezeExciteWeights = tf.Tensor2D | tf.Tensor4D;

export type SqueezeExciteOptions = CallOptions & Pick<SqueezeExciteConfig, 'squeeze' | 'excitation'>;

/** @throws RangeError when the channels are not a multiple of the reduction */
export function initSqueezeExcite(config: SqueezeExciteConfig, source: Rng): SqueezeExciteParams {
  const hidden = reducedChannels(config.channels, config.reduction ?? 16, 'squeeze-excite');
  const bias = config.variant === 'code';
  return {
    down: initDense(config.channels, hidden, child(source, 'down'), { bias }),
    up: initDense(hidden, config.channels, child(source, 'up'), { bias }),
  };
}

/**
 * g: one weight per channel, in [0, 1] for the sigmoid.
 * @param x [batch, height, width, channel]
 * @returns [batch, channel]; [batch, height, width, channel] without squeeze
 */
export function gSqueezeExcite(
  params: SqueezeExciteParams,
  x: tf.Tensor4D,
  options: SqueezeExciteOptions = {},
): SqueezeExciteWeights {
  expectShape(x, ['batch', 'height', 'width', params.down.kernel.shape[0]], 'squeeze-excite x');
  return tf.tidy(() => {
    const squeezed = squeeze(x, options.squeeze ?? 'average'); // [batch, channel]
    const hidden = tf.relu(dense(params.down, squeezed)); // [batch, hidden]
    return excitations[options.excitation ?? 'sigmoid'](dense(params.up, hidden)); // [batch, channel]
  });
}

/** f: each channel times its weight. */
export function fSqueezeExcite(
  _params: SqueezeExciteParams,
  weights: SqueezeExciteWeights,
  x: tf.Tensor4D,
  _options: SqueezeExciteOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => {
    const spread = weights.rank === 4 ? weights : tf.reshape(weights, [x.shape[0], 1, 1, x.shape[3]]); // [batch, 1, 1, channel]
    return tf.mul(x, spread) as tf.Tensor4D;
  });
}

export const squeezeExcite = compose(gSqueezeExcite, fSqueezeExcite);

function squeeze(x: tf.Tensor4D, how: 'average' | 'max' | 'none'): SqueezeExciteWeights {
  if (how === 'none') return x;
  return how === 'max' ? tf.max<tf.Tensor2D>(x, [1, 2]) : tf.mean<tf.Tensor2D>(x, [1, 2]);
}

const excitations = { sigmoid: tf.sigmoid, tanh: tf.tanh, relu: tf.relu } as const;

const example = (source: Rng) => randomNormal(source, [2, 3, 5, 12]);

export const squeezeExciteMechanism: Mechanism<
  SqueezeExciteConfig,
  SqueezeExciteParams,
  tf.Tensor4D,
  SqueezeExciteWeights,
  SqueezeExciteOptions
> = {
  name: 'se',
  title: 'Squeeze-and-Excitation',
  paper: {
    title: 'Squeeze-and-Excitation Networks',
    authors: 'Hu, Shen, Albanie, Sun and Wu',
    arxiv: '1709.01507',
    venue: 'CVPR 2018',
    date: '2017-09-05',
  },
  axes: ['channel'],
  formula: {
    g: 's = \\sigma(W_2\\,\\delta(W_1 z)),\\quad z_c = \\tfrac{1}{HW}\\sum_{i,j} x_{ijc}',
    f: '\\tilde{x}_c = s_c\\,x_c',
  },
  weightAxes: ({ squeeze }) => ({
    '': squeeze === 'none' ? ['batch', 'height', 'width', 'channel'] : ['batch', 'channel'],
  }),
  publishedConfig: { channels: 256, reduction: 16 },
  examples: {
    paper: { config: { channels: 12, reduction: 2 }, input: example },
    code: { config: { channels: 12, reduction: 2, variant: 'code' }, input: example },
    'max tanh': { config: { channels: 12, reduction: 3, squeeze: 'max', excitation: 'tanh' }, input: example },
    'no squeeze': { config: { channels: 12, reduction: 2, squeeze: 'none' }, input: example },
  },
  init: initSqueezeExcite,
  options: ({ squeeze = 'average', excitation = 'sigmoid' }) => ({ squeeze, excitation }),
  g: gSqueezeExcite,
  f: fSqueezeExcite,
  apply: squeezeExcite,
};
