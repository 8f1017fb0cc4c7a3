/**
 * Efficient channel attention, ECA (Wang et al., CVPR 2020, arXiv:1910.03151):
 *
 *   g(x) = ω = σ(C1D_k(z)),  z_c = mean over i, j of x(i, j, c)      (equation 9: one kernel for all channels)
 *   f(ω, x) = ω_c · x_c
 *   k = |log₂(C) / γ + b / γ|_odd                                    (equation 12)
 *
 * Differences: none for the formula. `kernelSize` overrides k: the released networks use 3, 5, 5, 7 (ResNet-50), which
 * are not what equation 12 gives, so `variant: 'code'` is the released layer's default of 3. `interaction` has the
 * alternatives of Table 2: 'separate' is ECA-NS (equation 7), 'none' SE-Var1, 'full' SE-Var3, 'grouped' SE-GC; SE-Var2
 * is 'separate' with kernelSize 1. The listing in Figure 3 omits the sigmoid of equation 9; it is here.
 */
import * as tf from '@tensorflow/tfjs-core';
import { convolution, expectShape, randomNormal, requireDivisible, requireInteger, type Rng } from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';
import { requireOdd } from '../reduction.js';

export interface EfficientChannelConfig {
  readonly channels: number;
  /** k. Default: by equation 12 for the paper's variant, 3 for the code's. */
  readonly kernelSize?: number;
  /** Default 'paper'. */
  readonly variant?: 'paper' | 'code';
  /** Which channels act on each other. Default 'shared': one kernel that slides over the channels. */
  readonly interaction?: Interaction;
  /** Groups of 'grouped'. Default 1. */
  readonly groups?: number;
}

export type Interaction = 'shared' | 'separate' | 'full' | 'grouped' | 'none';

/**
 * kernel: [k] for 'shared', [channel, k] for 'separate', [group, channel / group, channel / group] for 'grouped' and
 * 'full' (one group); no kernel for 'none'.
 */
export type EfficientChannelParams = { kernel?: tf.Tensor };

/** Equation 12: the odd number nearest to log₂(C) / γ + b / γ, as the released code rounds it. */
export function adaptiveKernelSize(channels: number, gamma = 2, b = 1): number {
  requireInteger(channels, 'efficient-channel channels');
  const whole = Math.floor(Math.abs((Math.log2(channels) + b) / gamma));
  return whole % 2 === 1 ? whole : whole + 1;
}

/** @throws RangeError when the kernel size is even or the groups do not divide the channels */
export function initEfficientChannel(config: EfficientChannelConfig, source: Rng): EfficientChannelParams {
  const { channels, interaction = 'shared', groups = 1 } = config;
  requireInteger(channels, 'efficient-channel channels');
  const kernelSize = requireOdd(
    config.kernelSize ?? (config.variant === 'code' ? 3 : adaptiveKernelSize(channels)),
    'efficient-channel',
  );
  requireDivisible(channels, requireInteger(groups, 'efficient-channel groups'), 'efficient-channel channels');
  const draw = (fanIn: number, shape: number[]) => randomNormal(source, shape, 0, 1 / Math.sqrt(fanIn));
  switch (interaction) {
    case 'none':
      return {};
    case 'shared':
      return { kernel: draw(kernelSize, [kernelSize]) };
    case 'separate':
      return { kernel: draw(kernelSize, [channels, kernelSize]) };
    case 'full':
      return { kernel: draw(channels, [1, channels, channels]) };
    case 'grouped':
      return { kernel: draw(channels / groups, [groups, channels / groups, channels / groups]) };
  }
}

/**
 * g: one weight per channel, in [0, 1].
 * @param x [batch, height, width, channel]
 * @returns [batch, channel]
 */
export function gEfficientChannel(
  params: EfficientChannelParams,
  x: tf.Tensor4D,
  _options: CallOptions = {},
): tf.Tensor2D {
  expectShape(x, ['batch', 'height', 'width', channelsOf(params) ?? 'channel'], 'efficient-channel x');
  return tf.tidy(() => tf.sigmoid(interact(params.kernel, tf.mean<tf.Tensor2D>(x, [1, 2])))); // [batch, channel]
}

/** f: each channel times its weight. */
export function fEfficientChannel(
  _params: EfficientChannelParams,
  weights: tf.Tensor2D,
  x: tf.Tensor4D,
  _options: CallOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => tf.mul(x, tf.reshape(weights, [x.shape[0], 1, 1, x.shape[3]])));
}

export const efficientChannel = compose(gEfficientChannel, fEfficientChannel);

/** How many channels the parameters fix; undefined where any number will do. */
function channelsOf({ kernel }: EfficientChannelParams): number | undefined {
  if (kernel?.rank === 2) return kernel.shape[0];
  return kernel?.rank === 3 ? kernel.shape[0]! * kernel.shape[1]! : undefined;
}

function interact(kernel: tf.Tensor | undefined, pooled: tf.Tensor2D): tf.Tensor2D {
  const [batch, channels] = pooled.shape;
  if (!kernel) return pooled;
  if (kernel.rank === 1) {
    const size = kernel.size;
    const row = tf.reshape(pooled, [batch, 1, channels, 1]) as tf.Tensor4D;
    const taps = tf.reshape(kernel, [1, size, 1, 1]) as tf.Tensor4D;
    return tf.reshape(convolution({ kernel: taps }, row), [batch, channels]); // [batch, channel]
  }
  if (kernel.rank === 2) {
    const size = kernel.shape[1]!;
    const padded = tf.pad(pooled, [
      [0, 0],
      [(size - 1) / 2, (size - 1) / 2],
    ]);
    const neighbours = Array.from({ length: size }, (_, tap) => tf.slice(padded, [0, tap], [batch, channels]));
    return tf.sum(tf.mul(tf.stack(neighbours, 2), kernel), 2); // [batch, channel]
  }
  const [groups, width] = kernel.shape as [number, number];
  const grouped = tf.transpose(tf.reshape(pooled, [batch, groups, width]), [1, 0, 2]); // [group, batch, channel / group]
  return tf.reshape(tf.transpose(tf.matMul(grouped, kernel), [1, 0, 2]), [batch, channels]);
}

const example = (source: Rng) => randomNormal(source, [2, 3, 5, 8]);

export const efficientChannelMechanism: Mechanism<
  EfficientChannelConfig,
  EfficientChannelParams,
  tf.Tensor4D,
  tf.Tensor2D
> = {
  name: 'eca',
  title: 'Efficient channel attention',
  paper: {
    title: 'ECA-Net: Efficient Channel Attention for Deep Convolutional Neural Networks',
    authors: 'Wang, Wu, Zhu, Li, Zuo and Hu',
    arxiv: '1910.03151',
    venue: 'CVPR 2020',
    date: '2019-10-08',
  },
  axes: ['channel'],
  formula: {
    g: '\\omega = \\sigma(\\mathrm{C1D}_k(z)),\\quad z_c = \\tfrac{1}{HW}\\sum_{i,j} x_{ijc}',
    f: '\\omega_c\\,x_c',
  },
  publishedConfig: { channels: 256, kernelSize: 5 },
  examples: {
    paper: { config: { channels: 8 }, input: example },
    'wide kernel': { config: { channels: 8, kernelSize: 5 }, input: example },
    code: { config: { channels: 8, variant: 'code' }, input: example },
    separate: { config: { channels: 8, interaction: 'separate' }, input: example },
    full: { config: { channels: 8, interaction: 'full' }, input: example },
    grouped: { config: { channels: 8, interaction: 'grouped', groups: 2 }, input: example },
    none: { config: { channels: 8, interaction: 'none' }, input: example },
  },
  weightAxes: () => ({ '': ['batch', 'channel'] }),
  init: initEfficientChannel,
  options: () => ({}),
  g: gEfficientChannel,
  f: fEfficientChannel,
  apply: efficientChannel,
};
