import * as tf from '@tensorflow/tfjs-core';
import { addBias } from './bias.js';
import { decomposedConvolution } from './convolution-decomposition.js';
import { logicalProduct } from './cost/recorder.js';
import { initialValues, type Initialiser } from './initialise.js';
import { nativeBackend } from './native/backend.js';
import { hasFullConvolutionGradients, nativeConvolution } from './native/convolution.js';
import { widenGroups } from './native/widen-groups.js';
import { isThinPointwise, pointwiseConvolution } from './pointwise-convolution.js';
import type { Rng } from './rng.js';
import { expectShape, requireDivisible, requireInteger } from './shape.js';

/** kernel: [height, width, in / groups, out]; bias: [out]. */
export type ConvolutionParams = { kernel: tf.Tensor4D; bias?: tf.Tensor1D };

export interface ConvolutionConfig {
  /** Height and width; one number means both. */
  readonly kernelSize: number | readonly [height: number, width: number];
  readonly inChannels: number;
  readonly outChannels: number;
  /** Channels are cut into this many groups that do not mix. Default 1. */
  readonly groups?: number;
  /** Default true; the bias starts at zero. */
  readonly bias?: boolean;
  /** Default 'he'. */
  readonly init?: Initialiser;
}

export interface ConvolutionOptions {
  /** Default 1. */
  readonly strides?: number | readonly [height: number, width: number];
  /** A number pads every side with that many zeros, as PyTorch does; 'same' pads as TensorFlow does. Default 'same'. */
  readonly padding?: 'same' | 'valid' | number;
  /** Distance between the taps of the kernel. Default 1. */
  readonly dilation?: number | readonly [height: number, width: number];
  /** Default 1. */
  readonly groups?: number;
}

/**
 * The parameters of a convolution.
 * @throws RangeError when a size is not a positive integer, or when the groups do not divide the channels
 */
export function initConvolution(config: ConvolutionConfig, source: Rng): ConvolutionParams {
  const groups = requireInteger(config.groups ?? 1, 'initConvolution groups');
  const [height, width] = pair(config.kernelSize, 'initConvolution kernelSize');
  requireDivisible(
    requireInteger(config.inChannels, 'initConvolution inChannels'),
    groups,
    'initConvolution inChannels',
  );
  requireDivisible(
    requireInteger(config.outChannels, 'initConvolution outChannels'),
    groups,
    'initConvolution outChannels',
  );
  const shape = [height, width, config.inChannels / groups, config.outChannels];
  const fanIn = (height * width * config.inChannels) / groups;
  const fanOut = (height * width * config.outChannels) / groups;
  const kernel = initialValues(source, shape, config.init ?? 'he', fanIn, fanOut) as tf.Tensor4D;
  return config.bias === false ? { kernel } : { kernel, bias: tf.zeros([config.outChannels]) };
}

/**
 * The two-dimensional convolution (cross-correlation, as in every network library) of an image:
 *   y[b, i, j, o] = bias[o] + Σ_{u, v, c} x[b, i·stride + u·dilation - padding, j·stride + v·dilation - padding, c] · kernel[u, v, c, o],
 * where c runs over the channels of the group of o. It has gradients on every backend, for every option.
 * @param x [batch, height, width, channel]
 * @returns [batch, height, width, out]
 * @throws RangeError when the channels do not fit the kernel and the groups, or when the kernel is larger than the image
 */
export function convolution(params: ConvolutionParams, x: tf.Tensor4D, options: ConvolutionOptions = {}): tf.Tensor4D {
  const { kernel } = params;
  const groups = requireInteger(options.groups ?? 1, 'convolution groups');
  requireDivisible(kernel.shape[3], groups, 'convolution kernel outputs');
  expectShape(x, ['batch', 'height', 'width', kernel.shape[2] * groups], 'convolution x');
  if (params.bias) expectShape(params.bias, [kernel.shape[3]], 'convolution bias');
  const strides = pair(options.strides ?? 1, 'convolution strides');
  const dilation = pair(options.dilation ?? 1, 'convolution dilation');
  const sides = zerosAround(x, kernel, { ...options, strides, dilation });
  return tf.tidy(() => {
    const padded = sides.zeros > 0 ? padSides(x, sides.zeros) : x;
    const compute = (): tf.Tensor4D => {
      const moves = { strides, dilation, padding: sides.rule };
      if (nativeBackend() === undefined) return decomposedConvolution(padded, kernel, strides, dilation, sides.rule);
      if (isThinPointwise(kernel, groups, strides)) return pointwiseConvolution(padded, kernel);
      if (plain(groups, dilation)) return nativeConvolution(padded, kernel, moves);
      if (hasFullConvolutionGradients()) return nativeConvolution(padded, widenGroups(kernel, groups), moves);
      return decomposedConvolution(padded, kernel, strides, dilation, sides.rule);
    };
    const output = logicalProduct('convolution', kernel, compute); // [batch, height, width, out]
    return params.bias ? addBias(output, params.bias) : output;
  });
}

/** kernel: [size, in / groups, out]; bias: [out]. */
export type Convolution1dParams = { kernel: tf.Tensor3D; bias?: tf.Tensor1D };

/** The options of a convolution along one axis. */
export interface Convolution1dOptions {
  /** Default 1. */
  readonly stride?: number;
  /** As in `convolution`; a number pads both ends. Default 'same'. */
  readonly padding?: 'same' | 'valid' | number;
  /** Default 1. */
  readonly dilation?: number;
  /** Default 1. */
  readonly groups?: number;
}

/**
 * The one-dimensional convolution: `convolution` along one axis.
 * @param x [batch, time, channel]
 * @returns [batch, time, out]
 */
export function convolution1d(
  params: Convolution1dParams,
  x: tf.Tensor3D,
  options: Convolution1dOptions = {},
): tf.Tensor3D {
  const { stride = 1, dilation = 1, padding = 'same', groups = 1 } = options;
  return tf.tidy(() => {
    // Along the width of an image of height one; explicit zeros may only go to the ends of that axis.
    const ends: [number, number] = typeof padding === 'number' ? [padding, padding] : [0, 0];
    const padded = ends[0] > 0 ? tf.pad3d(x, [[0, 0], ends, [0, 0]]) : x;
    const kernel = tf.expandDims(params.kernel, 0) as tf.Tensor4D; // [1, size, in / groups, out]
    const image = tf.expandDims(padded, 1) as tf.Tensor4D; // [batch, 1, time, channel]
    const moves = { strides: [1, stride], dilation: [1, dilation], groups } as const;
    const output = convolution(params.bias ? { kernel, bias: params.bias } : { kernel }, image, {
      ...moves,
      padding: typeof padding === 'number' ? 'valid' : padding,
    });
    return tf.squeeze(output, [1]); // [batch, time, out]
  });
}

function plain(groups: number, dilation: readonly [number, number]): boolean {
  return groups === 1 && dilation[0] === 1 && dilation[1] === 1;
}

/** Padding by number, as the rule that TensorFlow has for it and the zeros that remain to be put around the image. */
function zerosAround(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  { strides, dilation, padding = 'same' }: ConvolutionOptions & Moves,
): { rule: 'same' | 'valid'; zeros: number } {
  if (padding === 'same') return { rule: 'same', zeros: 0 };
  const zeros = padding === 'valid' ? 0 : requireInteger(padding, 'convolution padding', 0);
  const reaches = [0, 1].map((axis) => (kernel.shape[axis]! - 1) * dilation[axis]! + 1);
  for (const [axis, reach] of reaches.entries()) {
    const room = x.shape[axis + 1]! + 2 * zeros;
    if (reach > room) {
      throw new RangeError(
        `convolution x: expected at least ${reach} values for a kernel of ${kernel.shape[axis]} with dilation ` +
          `${dilation[axis]}, found ${room} (padding included) in [${x.shape.join(', ')}].`,
      );
    }
  }
  // With stride 1 the rule 'same' puts half of the reach on each side, and it needs no padded copy of the image.
  const same =
    zeros > 0 && strides.every((stride) => stride === 1) && reaches.every((reach) => reach === 2 * zeros + 1);
  return same ? { rule: 'same', zeros: 0 } : { rule: 'valid', zeros };
}

interface Moves {
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
}

function padSides(x: tf.Tensor4D, zeros: number): tf.Tensor4D {
  const side: [number, number] = [zeros, zeros];
  return tf.pad4d(x, [[0, 0], side, side, [0, 0]]);
}

function pair(value: number | readonly [number, number], what: string): [number, number] {
  const [height, width] = typeof value === 'number' ? [value, value] : value;
  return [requireInteger(height, what), requireInteger(width, what)];
}
