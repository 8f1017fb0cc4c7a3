import * as tf from '@tensorflow/tfjs-core';
import { expectShape } from '@atlas/tensor';

/**
 * How far vectors of one set are from each other on average, as Cao et al. (2019, arXiv:1904.11492, section 3.2) measure
 * it over the queries of an attention map: (1/N²) Σ_ij (1 - cos(v_i, v_j)) / 2. 0 if all point the same way.
 *
 * @param vectors [set, vector, feature]
 * @returns the mean over sets
 */
export function meanCosineDistance(vectors: tf.Tensor3D): number {
  expectShape(vectors, ['set', 'vector', 'feature'], 'cosine distance vectors');
  const mean = tf.tidy(() => {
    const length = tf.sqrt(tf.maximum(tf.sum(tf.square(vectors), 2, true), 1e-24)); // [set, vector, 1]
    // The mean cosine of all pairs is the squared length of the mean direction.
    const direction = tf.mean(tf.div(vectors, length), 1); // [set, feature]
    return tf.mean(tf.sub(1, tf.sum(tf.square(direction), 1)));
  });
  const distance = mean.dataSync()[0]! / 2;
  mean.dispose();
  return distance;
}
