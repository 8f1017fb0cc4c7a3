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
    const kept = training ? reserved : [mean, variance, reserved[2]!];
    const attached = attachGradient([image, scale, offset], value, [image, scale, ...kept], (outputGradient, saved) =>
      nativeBackend()!
        .executeMultipleOutputs('FusedBatchNormGradV3', settings, [outputGradient, ...saved], 5)
        .slice(0, 3),
    );
    const output = tf.reshape(attached, x.shape) as T;
    if (training) return { output, statistics: moveStatistics(statistics, batchMean, batchVariance, momentum) };
    return { output, statistics: { mean: tf.clone(mean), variance: tf.clone(variance) } };
  });
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
