import * as tf from '@tensorflow/tfjs-core';
import { moveStatistics, nativeBatchNorm } from './native/batch-norm.js';
import { nativeLayerNorm } from './native/layer-norm.js';
import { usesNativeOperations } from './native/uses-native-operations.js';
import { expectShape } from './shape.js';

/** scale, offset: [channel]. */
export type NormalisationParams = { scale: tf.Tensor1D; offset: tf.Tensor1D };

/** Running mean and variance of each channel: what batch normalisation uses when it does not train. */
export type NormalisationStatistics = { mean: tf.Tensor1D; variance: tf.Tensor1D };

export interface BatchNormOptions {
  /** True: normalise by the batch and move the statistics. False: normalise by the statistics. */
  readonly training: boolean;
  /** Default 1e-5. */
  readonly epsilon?: number;
  /** How much of the old statistics a training step keeps. Default 0.9. */
  readonly momentum?: number;
}

/** Scale one, offset zero. */
export function initNormalisation(channels: number): NormalisationParams {
  return { scale: tf.ones([channels]), offset: tf.zeros([channels]) };
}

/** Mean zero, variance one. */
export function initStatistics(channels: number): NormalisationStatistics {
  return { mean: tf.zeros([channels]), variance: tf.ones([channels]) };
}

/**
 * Layer normalisation (Ba et al., 2016, arXiv:1607.06450) over the last axis:
 *   y = scale · (x - mean) / sqrt(variance + epsilon) + offset.
 * @param x [..., channel]
 */
export function layerNorm<T extends tf.Tensor>(params: NormalisationParams, x: T, epsilon = 1e-5): T {
  expectShape(params.scale, [x.shape.at(-1) ?? 1], 'layerNorm scale');
  return tf.tidy(() => {
    if (usesNativeOperations()) {
      const rows = tf.reshape(x, [-1, params.scale.size]) as tf.Tensor2D; // [row, channel]
      return tf.reshape(nativeLayerNorm(rows, params.scale, params.offset, epsilon), x.shape) as T;
    }
    const centred = tf.sub(x, tf.mean(x, -1, true));
    const variance = tf.mean(tf.square(centred), -1, true); // [..., 1]
    const normal = tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon)));
    return tf.add(tf.mul(normal, params.scale), params.offset) as T;
  });
}

/**
 * Batch normalisation (Ioffe and Szegedy, 2015, arXiv:1502.03167) over every axis but the last.
 * The statistics given are never changed: those after the step are returned.
 * @param x [batch, ..., channel]
 */
export function batchNorm<T extends tf.Tensor>(
  params: NormalisationParams,
  statistics: NormalisationStatistics,
  x: T,
  { training, epsilon = 1e-5, momentum = 0.9 }: BatchNormOptions,
): { output: T; statistics: NormalisationStatistics } {
  const channels = x.shape.at(-1) ?? 1;
  expectShape(params.scale, [channels], 'batchNorm scale');
  expectShape(statistics.mean, [channels], 'batchNorm statistics');
  if (usesNativeOperations()) {
    return nativeBatchNorm(params, statistics, x, training, epsilon, momentum);
  }
  return tf.tidy(() => {
    const axes = x.shape.map((_, axis) => axis).slice(0, -1);
    const mean = training ? (tf.mean(x, axes) as tf.Tensor1D) : statistics.mean; // [channel]
    const centred = tf.sub(x, mean);
    const variance = training ? (tf.mean(tf.square(centred), axes) as tf.Tensor1D) : statistics.variance; // [channel]
    const scale = tf.mul(params.scale, tf.rsqrt(tf.add(variance, epsilon)));
    const output = tf.add(tf.mul(centred, scale), params.offset) as T;
    if (!training) return { output, statistics: { mean: tf.clone(mean), variance: tf.clone(variance) } };
    const count = x.size / channels;
    const unbiased = tf.mul(variance, count / Math.max(1, count - 1)) as tf.Tensor1D;
    return { output, statistics: moveStatistics(statistics, mean, unbiased, momentum) };
  });
}
