import * as tf from '@tensorflow/tfjs-core';
import { compile, disposeTree, leaves, type TensorTree, unflatten } from '@atlas/tensor';
import { type ImageSet } from '../data/image-set.js';
import { imageBatch } from './image-batches.js';

/**
 * Runs a network over every picture of a set, batch by batch, and joins what it gives.
 *
 * The last batch is filled up with the first picture and cut again, so that every batch has one shape and the network
 * compiles once.
 *
 * @param f gives a tensor, or a tree of tensors, whose first axis is the batch
 * @returns the same with the first axis as long as the set; the caller owns it
 */
export function overImages<Params extends TensorTree, Output extends TensorTree>(
  f: (params: Params, images: tf.Tensor4D) => Output,
  params: Params,
  set: ImageSet,
  batchSize = 256,
): Output {
  const size = Math.min(batchSize, set.count);
  const run = compile((input: { params: Params; images: tf.Tensor4D }) => f(input.params, input.images));
  const pieces = new Map<string, tf.Tensor[]>();
  try {
    for (let start = 0; start < set.count; start += size) {
      const indices = Array.from({ length: size }, (_, i) => (start + i < set.count ? start + i : 0));
      const { images, labels } = imageBatch(set, indices);
      const output = run({ params, images });
      for (const [path, leaf] of leaves(output)) {
        const piece = tf.slice(leaf, 0, Math.min(size, set.count - start));
        pieces.set(path, [...(pieces.get(path) ?? []), piece]);
      }
      disposeTree(output);
      tf.dispose([images, labels]);
    }
    const joined = [...pieces].map(([path, parts]) => [path, tf.concat(parts, 0)] as const);
    return unflatten(joined) as Output;
  } finally {
    run.dispose();
    for (const parts of pieces.values()) tf.dispose(parts);
  }
}

/** The class with the highest score for every picture. */
export function classify<Params extends TensorTree>(
  f: (params: Params, images: tf.Tensor4D) => tf.Tensor2D,
  params: Params,
  set: ImageSet,
  batchSize = 256,
): Int32Array {
  const scores = overImages(f, params, set, batchSize); // [count, class]
  const classes = tf.tidy(() => tf.argMax(scores, -1));
  const predictions = Int32Array.from(classes.dataSync());
  tf.dispose([scores, classes]);
  return predictions;
}
