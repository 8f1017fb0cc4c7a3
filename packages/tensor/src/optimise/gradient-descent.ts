import * as tf from '@tensorflow/tfjs-core';
import type { TensorTree } from '../tree.js';
import { updateLeaves, zerosLikeTree, type Optimiser } from './optimiser.js';

/** Stochastic gradient descent: θ ← θ - η g. */
export function sgd(config: { readonly learningRate: number }): Optimiser<Record<string, never>> {
  return {
    init: () => ({}),
    update: (params, grads, state, learningRate = config.learningRate) =>
      tf.tidy(() => {
        const [moved] = updateLeaves(params, grads, [], (param, grad) => [tf.sub(param, tf.mul(grad, learningRate))]);
        return { params: moved, state };
      }),
  };
}

export type MomentumState = { velocity: TensorTree };

export interface MomentumConfig {
  readonly learningRate: number;
  /** Default 0.9. */
  readonly momentum?: number;
  /** Looks ahead along the velocity (Sutskever et al., 2013). Default false. */
  readonly nesterov?: boolean;
}

/** Momentum (Polyak, 1964), in the form of Sutskever et al. (2013): v ← μ v + g, θ ← θ - η v (Nesterov: θ - η (g + μ v)). */
export function momentum(config: MomentumConfig): Optimiser<MomentumState> {
  const { momentum: kept = 0.9, nesterov = false } = config;
  return {
    init: (params) => ({ velocity: zerosLikeTree(params) }),
    update: (params, grads, state, learningRate = config.learningRate) =>
      tf.tidy(() => {
        const [moved, velocity] = updateLeaves(params, grads, [state.velocity], (param, grad, [before]) => {
          const after = tf.add(tf.mul(before!, kept), grad);
          const direction = nesterov ? tf.add(grad, tf.mul(after, kept)) : after;
          return [tf.sub(param, tf.mul(direction, learningRate)), after];
        });
        return { params: moved, state: { velocity: velocity! } };
      }),
  };
}
