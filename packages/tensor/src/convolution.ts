import * as tf from '@tensorflow/tfjs-core';
import { logicalProduct } from './cost/recorder.js';
import { initialValues, type Initialiser } from './initialise.js';
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

export function initConvolution(config: ConvolutionConfig, source: Rng): ConvolutionParams {
  const groups = requireInteger(config.groups ?? 1, 'initConvolution groups');
  const [height, width] = pair(config.kernelSize);
  requireInteger(height, 'initConvolution kernelSize');
  requireInteger(width, 'initConvolution kernelSize');
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

/** The two-dimensional convolution (cross-correlation) of an image, with groups and dilation. */
export function convolution(params: ConvolutionParams, x: tf.Tensor4D, options: ConvolutionOptions = {}): tf.Tensor4D {
  const groups = requireInteger(options.groups ?? 1, 'convolution groups');
  const channels = params.kernel.shape[2] * groups;
  expectShape(x, ['batch', 'height', 'width', channels], 'convolution x');
  return tf.tidy(() => {
    const strides = pair(options.strides ?? 1);
    const dilation = pair(options.dilation ?? 1);
    const { padding = 'same' } = options;
    const padded: tf.Tensor4D =
      typeof padding === 'number' && padding > 0
        ? tf.pad(x, [
            [0, 0],
            [padding, padding],
            [padding, padding],
            [0, 0],
          ])
        : x;
    const rule = typeof padding === 'number' ? 'valid' : padding;
    const output = logicalProduct('convolution', params.kernel, () => {
      const kernel = spread(params.kernel, dilation);
      const kernels: tf.Tensor4D[] = groups === 1 ? [kernel] : tf.split(kernel, groups, 3);
      const parts: tf.Tensor4D[] = groups === 1 ? [padded] : tf.split(padded, groups, 3);
      const outputs = parts.map((part, index) => tf.conv2d(part, kernels[index]!, strides, rule));
      return groups === 1 ? outputs[0]! : tf.concat(outputs, 3);
    });
    return (params.bias ? tf.add(output, params.bias) : output) as tf.Tensor4D;
  });
}

/** The kernel with zeros between its taps: a dilated convolution as a plain one. */
function spread(kernel: tf.Tensor4D, [down, across]: [number, number]): tf.Tensor4D {
  if (down === 1 && across === 1) return kernel;
  const [height, width, inputs, outputs] = kernel.shape;
  const apart = tf.reshape(kernel, [height, 1, width, 1, inputs * outputs]);
  const filled = tf.pad(apart, [
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  const grid = tf.reshape(filled, [height * down, width * across, inputs, outputs]);
  return tf.slice(
    grid,
    [0, 0, 0, 0],
    [(height - 1) * down + 1, (width - 1) * across + 1, inputs, outputs],
  ) as tf.Tensor4D;
}

function pair(value: number | readonly [number, number]): [number, number] {
  return typeof value === 'number' ? [value, value] : [value[0], value[1]];
}
