import * as tf from '@tensorflow/tfjs-core';
import { expectShape, requireBetween } from '@atlas/tensor';
import { stopGradient } from './stop-gradient.js';

/**
 * log π(l) of a Gaussian policy with independent coordinates: Σ -(l - μ)² / 2σ² - log(σ √2π).
 * @param mean μ [batch, coordinate]
 * @param location l [batch, coordinate]
 * @param deviation σ, fixed
 * @returns [batch]
 */
export function logLikelihood(mean: tf.Tensor2D, location: tf.Tensor2D, deviation: number): tf.Tensor1D {
  expectShape(location, mean.shape, 'log-likelihood location');
  requireBetween(deviation, Number.MIN_VALUE, Number.MAX_VALUE, 'log-likelihood deviation');
  return tf.tidy(() => {
    const distance = tf.div(tf.sub(location, mean), deviation);
    const constant = mean.shape[1] * Math.log(deviation * Math.sqrt(2 * Math.PI));
    return tf.sub(tf.mul(tf.sum(tf.square(distance), 1), -0.5), constant) as tf.Tensor1D;
  });
}

/**
 * The scalar whose gradient is minus REINFORCE's estimate (Williams, 1992) of the gradient of the expected reward:
 *   -(1/M) Σ_i (R_i - b_i) log π(l_i),
 * which an optimiser goes down. Locations, rewards and baselines are data: no gradient flows into them.
 * @param reward R [batch]
 * @param baseline b [batch]: lowers the variance and leaves the expectation as it is. Default 0
 */
export function reinforceLoss(
  policy: { readonly mean: tf.Tensor2D; readonly location: tf.Tensor2D; readonly deviation: number },
  reward: tf.Tensor1D,
  baseline?: tf.Tensor1D,
): tf.Scalar {
  expectShape(reward, [policy.mean.shape[0]], 'reinforce reward');
  if (baseline) expectShape(baseline, [policy.mean.shape[0]], 'reinforce baseline');
  return tf.tidy(() => {
    const advantage = stopGradient(baseline ? tf.sub(reward, baseline) : reward); // [batch]
    const log = logLikelihood(policy.mean, stopGradient(policy.location), policy.deviation); // [batch]
    return tf.neg(tf.mean(tf.mul(advantage, log))) as tf.Scalar;
  });
}
