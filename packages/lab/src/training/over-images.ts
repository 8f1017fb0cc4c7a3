import * as tf from '@tensorflow/tfjs-core';
import { compile, disposeTree, leaves, type TensorTree, unflatten } from '@atlas/tensor';
import { type ImageSet } from '../data/image-set.js';
import { imageBatch } from './image-batches.js';

/** A function of parameters and pictures that gives a tensor, or a tree of tensors, whose first axis is the batch. */
export type OfImages<Params extends TensorTree, Output extends TensorTree> = (
  params: Params,
  images: tf.Tensor4D,
) => Output;

/**
 * Compiles a network for use over whole sets, such as the same one with the parameters of several seeds.
 * @returns a function that joins what the network gives for every picture; the caller owns the result
 */
export function overSets<Params extends TensorTree, Output extends TensorTree>(
  f: OfImages<Params, Output>,
  batchSize = 256,
): ((params: Params, set: ImageSet) => Output) & { dispose: () => void } {
  const run = compile((input: { params: Params; images: tf.Tensor4D }) => f(input.params, input.images));
  const over = (params: Params, set: ImageSet): Output => join(run, params, set, Math.min(batchSize, set.count));
  return Object.assign(over, { dispose: () => run.dispose() });
}

/** Runs a network once over every picture of a set, batch by batch, and joins what it gives. */
export function overImages<Params extends TensorTree, Output extends TensorTree>(
  f: OfImages<Params, Output>,
  params: Params,
  set: ImageSet,
  batchSize = 256,
): Output {
  const over = overSets(f, batchSize);
  try {
    return over(params, set);
  } finally {
    over.dispose();
  }
}

/** The class with the highest score for every picture: what a row of scores [count, class] says. Frees the scores. */
export function highestScores(scores: tf.Tensor2D): Int32Array {
  const classes = tf.tidy(() => tf.argMax(scores, -1));
  const predictions = Int32Array.from(classes.dataSync());
  tf.dispose([scores, classes]);
  return predictions;
}

/**
 * The last batch is filled up with the first picture and cut again, so that every batch has one shape and the network
 * compiles once.
 */
function join<Params extends TensorTree, Output extends TensorTree>(
  run: (input: { params: Params; images: tf.Tensor4D }) => Output,
  params: Params,
  set: ImageSet,
  size: number,
): Output {
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
    return unflatten([...pieces].map(([path, parts]) => [path, tf.concat(parts, 0)] as const)) as Output;
  } finally {
    for (const parts of pieces.values()) tf.dispose(parts);
  }
}
