/**
 * Selective kernel unit, SK[M, G, r] (Li et al., CVPR 2019, arXiv:1903.06586):
 *
 *   Split:  U_m = δ(BN(conv_m(x)))               grouped convolutions; "5x5" is a 3x3 with dilation 2
 *   Fuse:   s = mean over i, j of Σ_m U_m,  z = δ(BN(W s)),  d = max(C / r, L)      (equations 1 to 4)
 *   Select: g(x) = a_m,c = e^{A_m,c z} / Σ_n e^{A_n,c z}                            (equation 5)
 *           f(a, x) = Σ_m a_m · U_m                                                 (equation 6)
 *
 * Differences: none; all M branches have a row of A of their own, as the released network does, where the paper writes
 * b = 1 - a for M = 2. `f` needs the branches that `g` has computed, so `apply` computes them once for both.
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
  requireDivisible,
  requireInteger,
  type ConvolutionParams,
  type DenseParams,
  type Rng,
} from '@atlas/tensor';
import { tidyTree } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import { batchNormalise, initBatchNormalisation } from '../normalise.js';
import type { BatchNormalisationParams, CallOptions } from '../normalise.js';
import { requireOdd } from '../reduction.js';

export interface Branch {
  readonly kernelSize: number;
  /** Default 1. */
  readonly dilation?: number;
}

export interface SelectiveKernelConfig {
  /** Channels of input and output. */
  readonly channels: number;
  /** M branches. Default: 3x3, and 3x3 with dilation 2. */
  readonly branches?: readonly Branch[];
  /** G. Default 32. */
  readonly groups?: number;
  /** r. Default 16. */
  readonly reduction?: number;
  /** L, the least size of z. Default 32. */
  readonly minimum?: number;
  /** Of every branch. Default 1. */
  readonly stride?: number;
}

/** branches: by number from '0'; fuse: W [channel, d]; select: A [d, branch · channel]. */
export type SelectiveKernelParams = {
  branches: { [number: string]: { convolution: ConvolutionParams; normalisation: BatchNormalisationParams } };
  fuse: DenseParams;
  normalisation: BatchNormalisationParams;
  select: DenseParams;
};

export type SelectiveKernelOptions = CallOptions & Pick<SelectiveKernelConfig, 'branches' | 'groups' | 'stride'>;

const published: readonly Branch[] = [{ kernelSize: 3 }, { kernelSize: 3, dilation: 2 }];

/** @throws RangeError when the groups do not divide the channels, or a kernel is even */
export function initSelectiveKernel(config: SelectiveKernelConfig, source: Rng): SelectiveKernelParams {
  const { branches = published, groups = 32, reduction = 16, minimum = 32 } = config;
  const channels = requireInteger(config.channels, 'selective-kernel channels');
  requireDivisible(channels, requireInteger(groups, 'selective-kernel groups'), 'selective-kernel channels');
  requireInteger(branches.length, 'selective-kernel branches', 2);
  const size = Math.max(Math.floor(channels / requireInteger(reduction, 'selective-kernel reduction')), minimum);
  requireInteger(size, 'selective-kernel minimum');
  const branch = ({ kernelSize }: Branch, number: number) => ({
    convolution: initConvolution(
      {
        kernelSize: requireOdd(kernelSize, 'selective-kernel'),
        inChannels: channels,
        outChannels: channels,
        groups,
        bias: false,
      },
      child(child(source, 'branch'), number),
    ),
    normalisation: initBatchNormalisation(channels),
  });
  return {
    branches: Object.fromEntries(branches.map((each, number) => [String(number), branch(each, number)])),
    fuse: initDense(channels, size, child(source, 'fuse'), { bias: false }),
    normalisation: initBatchNormalisation(size),
    select: initDense(size, branches.length * channels, child(source, 'select'), { bias: false }),
  };
}

/**
 * g: for every channel, a distribution over the branches.
 * @param x [batch, height, width, channel]
 * @returns [batch, branch, channel]
 */
export function gSelectiveKernel(
  params: SelectiveKernelParams,
  x: tf.Tensor4D,
  options: SelectiveKernelOptions = {},
): tf.Tensor3D {
  return tf.tidy(() => choose(params, split(params, x, options), options));
}

/** f: the branches, weighted and summed. [batch, height / stride, width / stride, channel] */
export function fSelectiveKernel(
  params: SelectiveKernelParams,
  weights: tf.Tensor3D,
  x: tf.Tensor4D,
  options: SelectiveKernelOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => weigh(weights, split(params, x, options)));
}

export function selectiveKernel(
  params: SelectiveKernelParams,
  x: tf.Tensor4D,
  options: SelectiveKernelOptions = {},
): { output: tf.Tensor4D; weights: tf.Tensor3D } {
  return tidyTree(() => {
    const maps = split(params, x, options);
    const weights = choose(params, maps, options);
    return { output: weigh(weights, maps), weights };
  });
}

function split(params: SelectiveKernelParams, x: tf.Tensor4D, options: SelectiveKernelOptions): tf.Tensor4D[] {
  const { branches = published, groups = 32, stride = 1 } = options;
  expectShape(x, ['batch', 'height', 'width', params.fuse.kernel.shape[0]], 'selective-kernel x');
  return branches.map(({ kernelSize, dilation = 1 }, number) => {
    const branch = params.branches[number]!;
    const padding = (dilation * (kernelSize - 1)) / 2;
    const map = convolution(branch.convolution, x, { strides: stride, padding, dilation, groups });
    return tf.relu(batchNormalise(branch.normalisation, map, options)); // [batch, height / stride, width / stride, channel]
  });
}

function choose(params: SelectiveKernelParams, maps: tf.Tensor4D[], options: CallOptions): tf.Tensor3D {
  const [batch, , , channels] = maps[0]!.shape;
  // The mean of the sum is the sum of the means, which does not write the sum of whole maps.
  const pooled = tf.addN(maps.map((map) => tf.mean<tf.Tensor2D>(map, [1, 2]))); // [batch, channel]
  const compact = tf.relu(batchNormalise(params.normalisation, dense(params.fuse, pooled), options)); // [batch, d]
  const scores = tf.reshape(dense(params.select, compact), [batch, maps.length, channels]); // [batch, branch, channel]
  // Softmax works on the last axis only.
  return tf.transpose(tf.softmax(tf.transpose(scores, [0, 2, 1])), [0, 2, 1]) as tf.Tensor3D;
}

function weigh(weights: tf.Tensor3D, maps: tf.Tensor4D[]): tf.Tensor4D {
  const [batch, , channels] = weights.shape;
  const ofBranch = tf.unstack(tf.reshape(weights, [batch, maps.length, 1, 1, channels]), 1); // [batch, 1, 1, channel] each
  return tf.addN(maps.map((map, number) => tf.mul(map, ofBranch[number]!) as tf.Tensor4D));
}

const example = (source: Rng) => randomNormal(source, [2, 5, 7, 6]);
const three: readonly Branch[] = [{ kernelSize: 1 }, { kernelSize: 3 }, { kernelSize: 5 }];

export const selectiveKernelMechanism: Mechanism<
  SelectiveKernelConfig,
  SelectiveKernelParams,
  tf.Tensor4D,
  tf.Tensor3D,
  SelectiveKernelOptions
> = {
  name: 'sk',
  title: 'Selective kernel',
  paper: {
    title: 'Selective Kernel Networks',
    authors: 'Li, Wang, Hu and Yang',
    arxiv: '1903.06586',
    venue: 'CVPR 2019',
    date: '2019-03-15',
  },
  axes: ['branch'],
  formula: {
    g: 'a_{m,c} = \\frac{e^{A_{m,c} z}}{\\sum_n e^{A_{n,c} z}},\\quad z = \\delta(\\mathrm{BN}(W s)),\\ s = \\mathrm{GAP}(\\textstyle\\sum_m U_m)',
    f: 'V_c = \\textstyle\\sum_m a_{m,c}\\,U_{m,c}',
  },
  publishedConfig: { channels: 128, groups: 32, reduction: 16, minimum: 32 },
  examples: {
    published: { config: { channels: 6, groups: 2, reduction: 2, minimum: 5 }, input: example },
    'three full kernels': {
      config: { channels: 6, branches: three, groups: 3, minimum: 4, stride: 2 },
      input: example,
    },
  },
  weightAxes: () => ({ '': ['batch', 'branch', 'channel'] }),
  init: initSelectiveKernel,
  options: ({ branches = published, groups = 32, stride = 1 }) => ({ branches, groups, stride }),
  g: gSelectiveKernel,
  f: fSelectiveKernel,
  apply: selectiveKernel,
};
