/**
 * Hard attention of the recurrent attention model, RAM (Mnih et al., NIPS 2014, arXiv:1406.6247, section 3.1):
 *
 *   g(x) = l,  l ~ N(μ, σ²),  μ = Lin(h)                                 the location network
 *   f(l, x) = Rect(Lin(h_g) + Lin(h_l)),  h_g = Rect(Lin(ρ(x, l))),  h_l = Rect(Lin(l))      the glimpse network
 *
 * The choice is not differentiable: the location network learns from a reward, through `reinforceLoss`. The core network
 * that makes the state h, the action and the baseline belong to the model around it.
 * Differences: without `noise` the place is the mean, for testing; `bounded` passes the mean through tanh, which the
 * paper does not, to keep it on the image.
 */
import * as tf from '@tensorflow/tfjs-core';
import { child, dense, expectShape, initDense, randomNormal, requireBetween, requireInteger } from '@atlas/tensor';
import type { DenseParams, Rng } from '@atlas/tensor';
import { compose } from '../compose.js';
import { glimpseSensor, type GlimpseSensorOptions } from '../glimpse.js';
import type { Mechanism } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';
import { stopGradient } from '../stop-gradient.js';

export interface HardAttentionConfig extends GlimpseSensorOptions {
  /** Channels of the image. Default 1. */
  readonly channels?: number;
  /** Units of the state h. Default 256. */
  readonly stateSize?: number;
  /** Units of h_g and of h_l. Default 128. */
  readonly hidden?: number;
  /** Units of the glimpse g. Default 256. */
  readonly glimpseSize?: number;
  /** σ of the policy. Default 0.1. */
  readonly deviation?: number;
  /** Default false. */
  readonly bounded?: boolean;
}

/** location: h -> μ; patch: ρ -> h_g; place: l -> h_l; fromPatch and fromPlace: h_g, h_l -> g. */
export type HardAttentionParams = {
  location: DenseParams;
  patch: DenseParams;
  place: DenseParams;
  fromPatch: DenseParams;
  fromPlace: DenseParams;
};

/** image: [batch, height, width, channel]; state: h [batch, stateSize]. */
export type HardAttentionInput = { image: tf.Tensor4D; state: tf.Tensor2D };

/** mean: μ; location: l, as drawn (the sensor clips it to the image); both [batch, 2], down and across. */
export type HardAttentionWeights = { mean: tf.Tensor2D; location: tf.Tensor2D };

export type HardAttentionOptions = CallOptions &
  GlimpseSensorOptions &
  Pick<HardAttentionConfig, 'deviation' | 'bounded'> & {
    /** Draws of N(0, 1), [batch, 2], so that a step repeats exactly. Without it the place is the mean. */
    readonly noise?: tf.Tensor2D | undefined;
  };

export function initHardAttention(config: HardAttentionConfig, source: Rng): HardAttentionParams {
  const { patchSize = 8, scales = 1, channels = 1, stateSize = 256, hidden = 128, glimpseSize = 256 } = config;
  const sizes = { patchSize, scales, channels, stateSize, hidden, glimpseSize };
  for (const [name, size] of Object.entries(sizes)) requireInteger(size, `hard-attention ${name}`);
  requireBetween(config.deviation ?? 0.1, Number.MIN_VALUE, Number.MAX_VALUE, 'hard-attention deviation');
  return {
    location: initDense(stateSize, 2, child(source, 'location')),
    patch: initDense(scales * patchSize ** 2 * channels, hidden, child(source, 'patch')),
    place: initDense(2, hidden, child(source, 'place')),
    fromPatch: initDense(hidden, glimpseSize, child(source, 'from patch')),
    fromPlace: initDense(hidden, glimpseSize, child(source, 'from place')),
  };
}

/** g: where to look. */
export function gHardAttention(
  params: HardAttentionParams,
  input: HardAttentionInput,
  options: HardAttentionOptions = {},
): HardAttentionWeights {
  const { deviation = 0.1, bounded = false, noise } = options;
  expectShape(input.state, ['batch', params.location.kernel.shape[0]], 'hard-attention state');
  if (noise) expectShape(noise, [input.state.shape[0], 2], 'hard-attention noise');
  return tf.tidy(() => {
    const linear = dense(params.location, input.state); // [batch, 2]
    const mean = bounded ? tf.tanh(linear) : linear;
    return { mean, location: noise ? tf.add(mean, tf.mul(noise, deviation)) : tf.clone(mean) };
  });
}

/** f: what is seen there. [batch, glimpseSize] */
export function fHardAttention(
  params: HardAttentionParams,
  weights: HardAttentionWeights,
  input: HardAttentionInput,
  options: HardAttentionOptions = {},
): tf.Tensor2D {
  const { patchSize = 8, scales = 1 } = options;
  const values = params.patch.kernel.shape[0];
  expectShape(input.image, ['batch', 'height', 'width', values / (scales * patchSize ** 2)], 'hard-attention image');
  return tf.tidy(() => {
    const location = stopGradient(tf.clipByValue(weights.location, -1, 1));
    const retina = glimpseSensor(input.image, location, { patchSize, scales });
    const flat = tf.reshape(retina, [input.image.shape[0], values]) as tf.Tensor2D;
    const what = tf.relu(dense(params.patch, flat)); // h_g [batch, hidden]
    const where = tf.relu(dense(params.place, location)); // h_l [batch, hidden]
    const both = tf.add(dense(params.fromPatch, what), dense(params.fromPlace, where));
    return tf.relu(both) as tf.Tensor2D; // [batch, glimpseSize]
  });
}

export const hardAttention = compose(gHardAttention, fHardAttention);

const exampleInput = (source: Rng): HardAttentionInput => ({
  image: randomNormal(child(source, 'image'), [3, 9, 7, 2]),
  state: randomNormal(child(source, 'state'), [3, 5], 0, 0.3),
});
const small = { patchSize: 2, scales: 2, channels: 2, stateSize: 5, hidden: 13, glimpseSize: 11 } as const;
const reason = 'the choice of a place is not differentiable; it learns by REINFORCE';
const zeroGradients = {
  'params/location/bias': reason,
  'params/location/kernel': reason,
  'input/state': reason,
  'weights/location': reason,
  'weights/mean': 'what is seen depends on the place drawn, not on the mean',
} as const;

export const hardAttentionMechanism: Mechanism<
  HardAttentionConfig,
  HardAttentionParams,
  HardAttentionInput,
  HardAttentionWeights,
  HardAttentionOptions
> = {
  name: 'hard-attention',
  title: 'Hard attention (RAM)',
  paper: {
    title: 'Recurrent Models of Visual Attention',
    authors: 'Mnih, Heess, Graves and Kavukcuoglu',
    arxiv: '1406.6247',
    venue: 'NIPS 2014',
    date: '2014-06-24',
  },
  axes: ['spatial'],
  formula: {
    g: 'l \\sim \\mathcal{N}(\\mu, \\sigma^2),\\quad \\mu = \\mathrm{Lin}(h)',
    f: '\\mathrm{Rect}(\\mathrm{Lin}(h_g) + \\mathrm{Lin}(h_l)),\\quad h_g = \\mathrm{Rect}(\\mathrm{Lin}(\\rho(x, l)))',
  },
  publishedConfig: { patchSize: 8, scales: 1, channels: 1, stateSize: 256, hidden: 128, glimpseSize: 256 },
  examples: {
    mean: { config: small, input: exampleInput, zeroGradients },
    bounded: { config: { ...small, bounded: true }, input: exampleInput, zeroGradients },
  },
  weightAxes: () => ({ mean: ['batch', 'coordinate'], location: ['batch', 'coordinate'] }),
  init: initHardAttention,
  options: ({ patchSize = 8, scales = 1, deviation = 0.1, bounded = false }) => ({
    patchSize,
    scales,
    deviation,
    bounded,
  }),
  g: gHardAttention,
  f: fHardAttention,
  apply: hardAttention,
};
