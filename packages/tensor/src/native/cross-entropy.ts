import * as tf from '@tensorflow/tfjs-core';
import { attachGradient } from './attach-gradient.js';
import { attributes, nativeBackend } from './backend.js';

/** From this many scores on, exponentials that are computed several at a time make up for more operations. */
const MANY_SCORES = 1 << 15;

/**
 * The cross-entropy of every row on the native backend, with its gradient.
 * @param rows [row, class]
 * @param classes int32 [row]
 * @param smoothing ε: the part of the target that is spread over all classes
 * @returns [row]
 */
export function nativeRowLosses(rows: tf.Tensor2D, classes: tf.Tensor1D, smoothing: number): tf.Tensor1D {
  const few = rows.size < MANY_SCORES && smoothing === 0;
  return few ? inOneOperation(rows, classes) : inSteps(rows, classes, smoothing);
}

/** TensorFlow's own operation: loss and gradient at once, but one exponential after the other. */
function inOneOperation(rows: tf.Tensor2D, classes: tf.Tensor1D): tf.Tensor1D {
  const backend = nativeBackend()!;
  const types = attributes(backend.binding, { T: { type: 'float32' }, Tlabels: { type: 'int32' } });
  const inputs = [rows, classes];
  const [losses, gradient] = backend.executeMultipleOutputs('SparseSoftmaxCrossEntropyWithLogits', types, inputs, 2);
  return attachGradient([rows], losses as tf.Tensor1D, [gradient!], (outputGradient, [saved]) => [
    tf.mul(tf.expandDims(outputGradient, 1), saved!),
  ]);
}

/**
 * With m the largest score of a row, d = x - m, e = exp d and s = Σ e:
 *   loss = log s - (1 - ε) d[class] - ε mean d,  ∂loss/∂x = e / s - (1 - ε) onehot(class) - ε / classes.
 */
function inSteps(rows: tf.Tensor2D, classes: tf.Tensor1D, smoothing: number): tf.Tensor1D {
  const below = tf.sub(rows, tf.max(rows, 1, true)); // d [row, class]
  const exponentials = tf.exp(below); // [row, class]
  const sum = tf.sum(exponentials, 1, true); // [row, 1]
  const places = tf.stack([tf.range(0, rows.shape[0], 1, 'int32'), classes], 1); // [row, 2]
  const right = tf.mul(tf.gatherND(below, places), 1 - smoothing); // [row]
  const wanted = smoothing === 0 ? right : tf.add(right, tf.mul(tf.mean(below, 1), smoothing)); // [row]
  const losses = tf.sub(tf.squeeze(tf.log(sum), [1]), wanted); // [row]
  return attachGradient([rows], losses as tf.Tensor1D, [exponentials, sum, places], (outputGradient, saved) => {
    const [e, s, at] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const ofRow = tf.expandDims(outputGradient, 1); // [row, 1]
    const scaled = tf.mul(e, tf.div(ofRow, s)); // [row, class]
    const spread = smoothing === 0 ? scaled : tf.sub(scaled, tf.mul(ofRow, smoothing / rows.shape[1])); // [row, class]
    const { binding } = nativeBackend()!;
    const types = attributes(binding, { T: { type: 'float32' }, Tindices: { type: 'int32' } });
    return [
      nativeBackend()!.executeSingleOutput('TensorScatterSub', types, [
        spread,
        at,
        tf.mul(outputGradient, 1 - smoothing),
      ]),
    ];
  });
}
