import * as tf from '@tensorflow/tfjs-core';
import { isCounting } from './cost/recorder.js';
import { attributes, nativeBackend } from './native/backend.js';
import { attachGradient } from './native/attach-gradient.js';
import { expectShape } from './shape.js';

/**
 * The cross-entropy of scores with the right classes: -log softmax(scores)[class], computed and differentiated in one
 * pass by the native backend.
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
    const rows = tf.reshape(scores, [-1, count]); // [row, class]
    const wanted = tf.reshape(classes, [-1]); // [row]
    return tf.reshape(rowLosses(rows, wanted, count), leading);
  });
}

function rowLosses(rows: tf.Tensor, wanted: tf.Tensor, count: number): tf.Tensor {
  const backend = nativeBackend();
  if (backend === undefined || isCounting()) {
    return tf.neg(tf.sum(tf.mul(tf.logSoftmax(rows), tf.oneHot(wanted, count)), 1));
  }
  const types = attributes(backend.binding, { T: { type: 'float32' }, Tlabels: { type: 'int32' } });
  const inputs = [rows, wanted];
  const [losses, gradient] = backend.executeMultipleOutputs('SparseSoftmaxCrossEntropyWithLogits', types, inputs, 2);
  return attachGradient([rows], losses!, [gradient!], (outputGradient, [saved]) => [
    tf.mul(tf.expandDims(outputGradient, 1), saved!),
  ]);
}
