import * as tf from '@tensorflow/tfjs-core';
import { additiveMechanism, withFixedWeights } from '@atlas/attention';

/**
 * Additive attention with g fixed: every word of the source weighs the same, padding nothing. A network trained with it
 * has all parameters of RNNsearch and sees all annotations, but cannot choose among them: the control of what choosing
 * brings.
 */
export const evenAttention: typeof additiveMechanism = withFixedWeights(additiveMechanism, (weights) => {
  const present = tf.ceil(weights); // 1 at words, 0 at padding
  return tf.div(present, tf.sum(present, -1, true));
});
