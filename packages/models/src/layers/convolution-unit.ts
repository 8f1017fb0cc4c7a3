import * as tf from '@tensorflow/tfjs-core';
import {
  batchNormalise,
  initBatchNormalisation,
  type BatchNormalisationParams,
  type CallOptions,
} from '@atlas/attention';
import { child, convolution, initConvolution, type ConvolutionParams, type Rng } from '@atlas/tensor';

/** A convolution without bias and the batch normalisation behind it, which has one. */
export type ConvolutionUnitParams = { convolution: ConvolutionParams; normalisation: BatchNormalisationParams };

export interface ConvolutionUnitConfig {
  readonly kernelSize: number;
  readonly inChannels: number;
  readonly outChannels: number;
  /** Default 1. */
  readonly groups?: number;
}

export interface ConvolutionUnitOptions extends CallOptions {
  /** Default 1. */
  readonly stride?: number;
  /** Default 1. */
  readonly groups?: number;
  /** Default 'relu'. */
  readonly activation?: 'relu' | 'none';
}

export function initConvolutionUnit(config: ConvolutionUnitConfig, source: Rng): ConvolutionUnitParams {
  return {
    convolution: initConvolution({ ...config, bias: false }, child(source, 'convolution')),
    normalisation: initBatchNormalisation(config.outChannels),
  };
}

/**
 * relu(BN(W * x)), padded by half the kernel on every side as the published networks are: a stride of 2 halves the
 * size and starts at the first row and column.
 * @param x [batch, height, width, in]
 * @returns [batch, ceil(height / stride), ceil(width / stride), out]
 */
export function convolutionUnit(
  params: ConvolutionUnitParams,
  x: tf.Tensor4D,
  { stride = 1, groups = 1, activation = 'relu', ...call }: ConvolutionUnitOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => {
    const padding = (params.convolution.kernel.shape[0] - 1) / 2;
    const y = convolution(params.convolution, x, { strides: stride, padding, groups });
    const normal = batchNormalise(params.normalisation, y, call);
    return activation === 'relu' ? tf.relu(normal) : normal;
  });
}
