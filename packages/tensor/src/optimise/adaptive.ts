import * as tf from '@tensorflow/tfjs-core';
import type { TensorTree } from '../tree.js';
import { updateLeaves, zerosLikeTree, type Optimiser } from './optimiser.js';

export type AdamState = { step: tf.Scalar; mean: TensorTree; variance: TensorTree };

export interface AdamConfig {
  /** Default 1e-3. */
  readonly learningRate?: number;
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adam (Kingma and Ba, 2015, arXiv:1412.6980, algorithm 1):
 *   m ← β1 m + (1 - β1) g,  v ← β2 v + (1 - β2) g²,  θ ← θ - η m̂ / (sqrt(v̂) + ε),  m̂ = m / (1 - β1^t),  v̂ = v / (1 - β2^t).
 */
export function adam(config: AdamConfig = {}): Optimiser<AdamState> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = config;
  return {
    init: (params) => ({ step: tf.scalar(0), mean: zerosLikeTree(params), variance: zerosLikeTree(params) }),
    update: (params, grads, state, learningRate = config.learningRate ?? 1e-3) =>
      tf.tidy(() => {
        const step = tf.add(state.step, 1) as tf.Scalar;
        const meanRate = tf.div(learningRate, tf.sub(1, tf.pow(beta1, step)));
        const varianceScale = tf.rsqrt(tf.sub(1, tf.pow(beta2, step)));
        const [moved, mean, variance] = updateLeaves(
          params,
          grads,
          [state.mean, state.variance],
          (param, grad, [meanBefore, varianceBefore]) => {
            const m = tf.add(tf.mul(meanBefore!, beta1), tf.mul(grad, 1 - beta1));
            const v = tf.add(tf.mul(varianceBefore!, beta2), tf.mul(tf.square(grad), 1 - beta2));
            const scale = tf.add(tf.mul(tf.sqrt(v), varianceScale), epsilon);
            return [tf.sub(param, tf.div(tf.mul(m, meanRate), scale)), m, v];
          },
        );
        return { params: moved, state: { step, mean: mean!, variance: variance! } };
      }),
  };
}

export type AdadeltaState = { squaredGradient: TensorTree; squaredUpdate: TensorTree };

export interface AdadeltaConfig {
  /** Scales the update; the paper has 1, the default. */
  readonly learningRate?: number;
  /** How much of the running means a step keeps. Default 0.95. */
  readonly rho?: number;
  /** Default 1e-6. */
  readonly epsilon?: number;
}

/**
 * Adadelta (Zeiler, 2012, arXiv:1212.5701, algorithm 1):
 *   E[g²] ← ρ E[g²] + (1 - ρ) g²,  Δ = -sqrt(E[Δ²] + ε) / sqrt(E[g²] + ε) · g,  E[Δ²] ← ρ E[Δ²] + (1 - ρ) Δ²,  θ ← θ + η Δ.
 */
export function adadelta(config: AdadeltaConfig = {}): Optimiser<AdadeltaState> {
  const { rho = 0.95, epsilon = 1e-6 } = config;
  return {
    init: (params) => ({ squaredGradient: zerosLikeTree(params), squaredUpdate: zerosLikeTree(params) }),
    update: (params, grads, state, learningRate = config.learningRate ?? 1) =>
      tf.tidy(() => {
        const average = (before: tf.Tensor, now: tf.Tensor) =>
          tf.add(tf.mul(before, rho), tf.mul(tf.square(now), 1 - rho));
        const [moved, squaredGradient, squaredUpdate] = updateLeaves(
          params,
          grads,
          [state.squaredGradient, state.squaredUpdate],
          (param, grad, [gradientBefore, updateBefore]) => {
            const gradientAfter = average(gradientBefore!, grad);
            const ratio = tf.sqrt(tf.div(tf.add(updateBefore!, epsilon), tf.add(gradientAfter, epsilon)));
            const update = tf.mul(ratio, grad);
            return [tf.sub(param, tf.mul(update, learningRate)), gradientAfter, average(updateBefore!, update)];
          },
        );
        return { params: moved, state: { squaredGradient: squaredGradient!, squaredUpdate: squaredUpdate! } };
      }),
  };
}
