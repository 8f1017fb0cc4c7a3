import * as tf from '@tensorflow/tfjs-core';
import { leaves, mapTree, type TensorTree } from '../tree.js';
import { requireBetween } from '../shape.js';

/**
 * Scales all gradients by one factor so that their common norm is at most `maximum` (Pascanu et al., 2013, arXiv:1211.5063).
 * @returns the gradients and the norm before
 */
export function clipByGlobalNorm<T extends TensorTree>(grads: T, maximum: number): { grads: T; norm: tf.Scalar } {
  requireBetween(maximum, 0, Infinity, 'clipByGlobalNorm maximum');
  return tf.tidy(() => {
    const squares = leaves(grads).map(([, grad]) => tf.sum(tf.square(grad)));
    const norm = tf.sqrt(tf.addN(squares)) as tf.Scalar;
    const factor = tf.div(maximum, tf.maximum(norm, maximum));
    return { grads: mapTree(grads, (grad) => tf.mul(grad, factor)), norm };
  });
}

/**
 * Adds the gradient of (rate / 2) |θ|² to the gradients of some leaves, by default of all kernels and of no other.
 */
export function addWeightDecay<T extends TensorTree>(
  grads: T,
  params: T,
  rate: number,
  applies: (path: string) => boolean = (path) => /(^|\/)kernel$/.test(path),
): T {
  return tf.tidy(() => {
    const values = new Map(leaves(params));
    return mapTree(grads, (grad, path) =>
      applies(path) ? tf.add(grad, tf.mul(values.get(path)!, rate)) : tf.clone(grad),
    );
  });
}
