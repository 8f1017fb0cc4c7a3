import * as tf from '@tensorflow/tfjs-core';
import { nativeRowLosses } from './native/cross-entropy.js';
import { usesNativeOperations } from './native/uses-native-operations.js';
import { expectShape, requireBetween } from './shape.js';

export interface CrossEntropyOptions {
  /**
   * Label smoothing ε (Szegedy et al., 2016, arXiv:1512.00567): the right class gets 1 - ε, and ε is spread evenly over
   * all classes, the right one included. In [0, 1]. Default 0: none.
   */
  readonly smoothing?: number;
}

/**
 * The cross-entropy of scores with the right classes, -Σ_k q_k log softmax(scores)_k, with q = 1 at the right class, or
 * smoothed.
 * @param scores [..., class]
 * @param classes int32 [...]
 * @returns [...], in nats
 * @throws RangeError when the shapes do not fit, when the classes are not int32, or when the smoothing is not in [0, 1]
 */
export function softmaxCrossEntropy(
  scores: tf.Tensor,
  classes: tf.Tensor,
  { smoothing = 0 }: CrossEntropyOptions = {},
): tf.Tensor {
  if (scores.rank === 0) throw new RangeError('softmaxCrossEntropy scores: expected shape [..., class], found [].');
  const leading = scores.shape.slice(0, -1);
  const count = scores.shape.at(-1)!;
  expectShape(classes, leading, 'softmaxCrossEntropy classes');
  if (classes.dtype !== 'int32') {
    throw new RangeError(`softmaxCrossEntropy classes: expected int32, found ${classes.dtype}.`);
  }
  requireBetween(smoothing, 0, 1, 'softmaxCrossEntropy smoothing');
  return tf.tidy(() => {
    const rows = tf.reshape<tf.Rank.R2>(scores, [-1, count]); // [row, class]
    const wanted = tf.reshape<tf.Rank.R1>(classes, [-1]); // [row]
    return tf.reshape(rowLosses(rows, wanted, smoothing), leading);
  });
}

function rowLosses(rows: tf.Tensor2D, wanted: tf.Tensor1D, smoothing: number): tf.Tensor {
  if (usesNativeOperations()) return nativeRowLosses(rows, wanted, smoothing);
  const count = rows.shape[1];
  const share = smoothing / count;
  const targets = tf.oneHot(wanted, count, 1 - smoothing + share, share, 'float32'); // [row, class]
  return tf.neg(tf.sum(tf.mul(tf.logSoftmax(rows), targets), 1));
}
