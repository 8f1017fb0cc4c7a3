import * as tf from '@tensorflow/tfjs-core';
import { randomNormal, requireInteger, type Rng } from '@atlas/tensor';

/** One row of `features` numbers for each word of a vocabulary. */
export type EmbeddingParams = tf.Tensor2D;

export function initEmbedding(
  vocabulary: number,
  features: number,
  standardDeviation: number,
  source: Rng,
): EmbeddingParams {
  requireInteger(vocabulary, 'embedding vocabulary', 2);
  requireInteger(features, 'embedding features');
  return randomNormal(source, [vocabulary, features], 0, standardDeviation);
}

/**
 * The rows of words.
 * @param words int32 [batch, time]
 * @returns [batch, time, feature]
 * @throws RangeError when the words are not int32 of rank 2
 */
export function embed(table: EmbeddingParams, words: tf.Tensor2D): tf.Tensor3D {
  if (words.dtype !== 'int32' || words.rank !== 2) {
    throw new RangeError(
      `embedding words: expected int32 [batch, time], found ${words.dtype} [${words.shape.join(', ')}].`,
    );
  }
  return tf.gather(table, words) as tf.Tensor as tf.Tensor3D;
}
