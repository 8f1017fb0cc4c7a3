import * as tf from '@tensorflow/tfjs-core';
import { leaves, mapTree, type TensorTree } from '@atlas/tensor';

/** The Euclidean norm of all gradients taken together, a scalar. */
export function globalNorm(grads: TensorTree): tf.Scalar {
  return tf.tidy(() => {
    const squares = leaves(grads).map(([, grad]) => tf.sum(tf.square(grad)));
    return tf.sqrt(tf.addN(squares)) as tf.Scalar;
  });
}

/**
 * Gradients scaled down so that their norm is at most `limit` (Pascanu et al., 2013, arXiv:1211.5063):
 *   g * min(1, limit / norm)
 */
export function clipByNorm<Grads extends TensorTree>(grads: Grads, norm: tf.Scalar, limit: number): Grads {
  // A norm of 0 gives an infinite quotient, of which the minimum is 1.
  const factor = tf.tidy(() => tf.minimum(1, tf.div(limit, norm)));
  const clipped = mapTree(grads, (grad) => tf.mul(grad, factor));
  factor.dispose();
  return clipped;
}
