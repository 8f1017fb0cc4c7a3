import * as tf from '@tensorflow/tfjs-core';
import { type Rng } from '@atlas/tensor';
import { augment, type AugmentationOptions } from '../augmentation/augment.js';
import { imageAt, type ImageSet } from '../data/image-set.js';
import { type BatchSource, shuffledBatches } from './batches.js';

/** images [batch, height, width, 1] in [0, 1]; labels [batch], int32. */
export type ImageBatch = { images: tf.Tensor4D; labels: tf.Tensor1D };

/** The pictures with these indices as tensors. */
export function imageBatch(set: ImageSet, indices: ArrayLike<number>): ImageBatch {
  const pixels = set.height * set.width;
  const bytes = new Uint8Array(indices.length * pixels);
  for (let i = 0; i < indices.length; i++) bytes.set(imageAt(set, indices[i]!), i * pixels);
  return toTensors(set, bytes, indices);
}

/** Batches of pictures in random order, each epoch another, and augmented if options are given. */
export function imageBatches(
  set: ImageSet,
  size: number,
  rng: Rng,
  augmentation?: AugmentationOptions,
): BatchSource<ImageBatch> {
  return shuffledBatches(set.count, size, rng, (indices, ofBatch) =>
    augmentation === undefined
      ? imageBatch(set, indices)
      : toTensors(set, augment(set, indices, ofBatch, augmentation), indices),
  );
}

function toTensors(set: ImageSet, bytes: Uint8Array, indices: ArrayLike<number>): ImageBatch {
  const values = new Float32Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) values[at] = bytes[at]! / 255;
  const labels = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) labels[i] = set.labels[indices[i]!]!;
  return {
    images: tf.tensor4d(values, [indices.length, set.height, set.width, 1]),
    labels: tf.tensor1d(labels, 'int32'),
  };
}
