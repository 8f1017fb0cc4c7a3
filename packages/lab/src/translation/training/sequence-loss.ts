import * as tf from '@tensorflow/tfjs-core';
import { type SeedTensor, softmaxCrossEntropy, type TensorTree } from '@atlas/tensor';
import { type Loss } from '../../training/step.js';
import { marks } from '../text/vocabulary.js';
import { type TranslationBatch } from './encoded-pairs.js';

/** Scores of every next word [batch, time, vocabulary]; dropSeed: where a training drops, from this seed. */
export type Scores<Params extends TensorTree> = (
  params: Params,
  sentences: { readonly source: tf.Tensor2D; readonly target: tf.Tensor2D },
  dropSeed?: SeedTensor,
) => tf.Tensor3D;

/**
 * Sum of -log p(next) over all words, and how many there are; padding does not count.
 * @param smoothing label smoothing (Szegedy et al., 2016): this part of the target is spread over the whole vocabulary
 */
export function wordLosses(
  scores: tf.Tensor3D,
  next: tf.Tensor2D,
  smoothing = 0,
): { total: tf.Scalar; words: tf.Scalar } {
  const present = tf.cast(tf.notEqual(next, marks.padding), 'float32'); // [batch, time]
  const loss = softmaxCrossEntropy(scores, next, { smoothing }); // [batch, time]
  return { total: tf.sum(tf.mul(loss, present)) as tf.Scalar, words: tf.sum(present) as tf.Scalar };
}

/** The mean of -log p over the words of a batch, as a loss for `train`. */
export function translationLoss<Params extends TensorTree>(
  scores: Scores<Params>,
  { smoothing = 0 }: { readonly smoothing?: number } = {},
): Loss<Params, TranslationBatch> {
  return (params, batch, { seed }) => {
    const dropSeed = tf.stack([seed, tf.onesLike(seed)]) as SeedTensor;
    const { total, words } = wordLosses(scores(params, batch, dropSeed), batch.next, smoothing);
    return tf.div(total, words) as tf.Scalar;
  };
}
