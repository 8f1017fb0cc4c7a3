import * as tf from '@tensorflow/tfjs-core';
import { multiHeadMechanism, withFixedWeights } from '@atlas/attention';

/**
 * Multi-head attention without its light weights: those below `share` of the heaviest of their row become 0, and the rest
 * of the row sums to 1 again. For a trained network: no gradient flows through the weights.
 */
export function withoutLightWeights(share: number): typeof multiHeadMechanism {
  return withFixedWeights(multiHeadMechanism, (weights) =>
    normalised(tf.where(tf.greaterEqual(weights, heaviest(weights, share)), weights, tf.zerosLike(weights))),
  );
}

/** Multi-head attention without the one heaviest weight of each row, the rest of the row summing to 1 again. */
export const withoutHeaviestWeight: typeof multiHeadMechanism = withFixedWeights(multiHeadMechanism, (weights) =>
  normalised(tf.where(tf.greaterEqual(weights, heaviest(weights, 1)), tf.zerosLike(weights), weights)),
);

function heaviest(weights: tf.Tensor, share: number): tf.Tensor {
  return tf.mul(tf.max(weights, -1, true), share);
}

/** Rows that sum to 1; a row of zeros stays one. */
function normalised(weights: tf.Tensor): tf.Tensor {
  return tf.divNoNan(weights, tf.sum(weights, -1, true));
}
