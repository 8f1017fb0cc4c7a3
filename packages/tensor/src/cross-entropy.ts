import * as tf from '@tensorflow/tfjs-core';
import { isCounting } from './cost/recorder.js';
import { nativeBackend } from './native/backend.js';
import { nativeRowLosses } from './native/cross-entropy.js';
import { expectShape } from './shape.js';

/**
 * The cross-entropy of scores with the right classes: -log softmax(scores)[class].
 * @param scores [..., class]
 * @param classes int32 [...]
 * @returns [...], in nats
 * @throws RangeError when the shapes do not fit, or when the classes are not int32
 */
export function softmaxCrossEntropy(scores: tf.Tensor, classes: tf.Tensor): tf.Tensor {
  if (scores.rank === 0) throw new RangeError('softmaxCrossEntropy scores: expected shape [..., class], found [].');
  const leading = scores.shape.slice(0, -1);
  const count = scores.shape.at(-1)!;
  expectShape(classes, leading, 'softmaxCrossEntropy classes');
  if (classes.dtype !== 'int32') {
    throw new RangeError(`softmaxCrossEntropy classes: expected int32, found ${classes.dtype}.`);
  }
  return tf.tidy(() => {
    const rows = tf.reshape<tf.Rank.R2>(scores, [-1, count]); // [row, class]
    const wanted = tf.reshape<tf.Rank.R1>(classes, [-1]); // [row]
    return tf.reshape(rowLosses(rows, wanted, count), leading);
  });
}

function rowLosses(rows: tf.Tensor2D, wanted: tf.Tensor1D, count: number): tf.Tensor {
  if (nativeBackend() !== undefined && !isCounting()) return nativeRowLosses(rows, wanted);
  return tf.neg(tf.sum(tf.mul(tf.logSoftmax(rows), tf.oneHot(wanted, count)), 1));
}
