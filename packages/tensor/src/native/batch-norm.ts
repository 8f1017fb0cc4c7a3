import * as tf from '@tensorflow/tfjs-core';
import type { NormalisationParams, NormalisationStatistics } from '../normalisation.js';
import { attachGradient } from './attach-gradient.js';
import { nativeBackend, type NativeBackend } from './backend.js';
import type { NativeAttribute } from './binding.js';
import { NativeType } from './binding.js';

/** Batch normalisation as one operation of TensorFlow, and its gradient as another. */
export function nativeBatchNorm<T extends tf.Tensor>(
  { scale, offset }: NormalisationParams,
  statistics: NormalisationStatistics,
  x: T,
  training: boolean,
  epsilon: number,
  momentum: number,
): { output: T; statistics: NormalisationStatistics } {
  const backend = nativeBackend()!;
  const settings = attributesOf(backend, training, epsilon);
  return tf.tidy(() => {
    const channels = x.shape.at(-1)!;
    // The operation wants an image; the axes before the channels are all alike to it.
    const image = tf.reshape(x, x.rank === 4 ? x.shape : [1, 1, -1, channels]);
    const { mean, variance } = training ? EMPTY() : statistics;
    const inputs = [image, scale, offset, mean, variance];
    const outputs = backend.executeMultipleOutputs('FusedBatchNormV3', settings, inputs, 6);
    const [value, batchMean, batchVariance, ...reserved] = outputs as [
      tf.Tensor,
      tf.Tensor1D,
      tf.Tensor1D,
      ...tf.Tensor[],
    ];
    const output = (attached: tf.Tensor) => tf.reshape(attached, x.shape) as T;
    const gradients = (outputGradient: tf.Tensor, saved: readonly tf.Tensor[]) =>
      nativeBackend()!
        .executeMultipleOutputs('FusedBatchNormGradV3', settings, [outputGradient, ...saved], 5)
        .slice(0, 3);
    if (training) {
      const attached = attachGradient([image, scale, offset], value, [image, scale, ...reserved], gradients);
      return { output: output(attached), statistics: moveStatistics(statistics, batchMean, batchVariance, momentum) };
    }
    const saved = [image, scale, mean, variance, reserved[2]!];
    const attached = attachGradient(inputs, value, saved, (outputGradient, kept) => {
      const [ofImage, ofScale, ofOffset] = gradients(outputGradient, kept) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return [ofImage, ofScale, ofOffset, ...ofStatistics(kept[1]!, kept[3]!, epsilon, ofScale, ofOffset)];
    });
    return { output: output(attached), statistics: { mean: tf.clone(mean), variance: tf.clone(variance) } };
  });
}

/**
 * The gradients of the statistics that were used. With r = 1 / sqrt(variance + ε), and because y depends on the mean and
 * on the variance as it does on offset and scale:
 *   ∂mean = -scale · r · ∂offset,  ∂variance = -½ scale · r² · ∂scale.
 */
function ofStatistics(
  scale: tf.Tensor,
  variance: tf.Tensor,
  epsilon: number,
  ofScale: tf.Tensor,
  ofOffset: tf.Tensor,
): [mean: tf.Tensor, variance: tf.Tensor] {
  const shifted = tf.add(variance, epsilon);
  const ofMean = tf.neg(tf.mul(tf.mul(scale, tf.rsqrt(shifted)), ofOffset));
  return [ofMean, tf.mul(tf.div(tf.mul(scale, ofScale), shifted), -0.5)];
}

/** The statistics after a step: momentum · old + (1 - momentum) · batch, with the unbiased variance of the batch. */
export function moveStatistics(
  old: NormalisationStatistics,
  mean: tf.Tensor1D,
  unbiasedVariance: tf.Tensor1D,
  momentum: number,
): NormalisationStatistics {
  const moved = (before: tf.Tensor1D, now: tf.Tensor1D): tf.Tensor1D =>
    tf.add(tf.mul(before, momentum), tf.mul(now, 1 - momentum));
  return { mean: moved(old.mean, mean), variance: moved(old.variance, unbiasedVariance) };
}

/** In training the operation computes the statistics and takes none. */
const EMPTY = (): NormalisationStatistics => ({ mean: tf.tensor1d([]), variance: tf.tensor1d([]) });

function attributesOf({ binding }: NativeBackend, training: boolean, epsilon: number): NativeAttribute[] {
  return [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: NativeType.float32 },
    { name: 'U', type: binding.TF_ATTR_TYPE, value: NativeType.float32 },
    { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: binding.TF_ATTR_BOOL, value: training },
  ];
}
