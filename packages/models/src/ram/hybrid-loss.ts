import * as tf from '@tensorflow/tfjs-core';
import { reinforceLoss, stopGradient, tidyTree } from '@atlas/attention';
import { expectShape } from '@atlas/tensor';
import { resolveRecurrentAttention, type RecurrentAttentionConfig } from './config.js';
import type { RecurrentAttentionResult } from './recurrent-attention.js';

export type HybridLoss = {
  /** The sum of the three parts: what a training step goes down. */
  loss: tf.Scalar;
  classification: tf.Scalar;
  /** Its gradient is REINFORCE's; its value means nothing. */
  location: tf.Scalar;
  baseline: tf.Scalar;
  /** The probability of the right answer [batch]. */
  reward: tf.Tensor1D;
};

/**
 * The hybrid loss of RAM (Mnih et al., 2014, section 3.1): cross-entropy for the answer, REINFORCE with a learned
 * baseline for the places, and the baseline's squared error. The paper draws the answer from the softmax of the last step
 * and rewards a right one with 1. The reward here is the mean over that draw, the probability of the right answer: the
 * gradient has the same expectation and less variance.
 * @param labels one-hot [batch, class]
 * @param judge gives the rewards that judge the places, from those the answers earned; for controls. Default: the same
 */
export function hybridLoss(
  result: RecurrentAttentionResult,
  labels: tf.Tensor2D,
  config: RecurrentAttentionConfig,
  judge: (reward: tf.Tensor1D) => tf.Tensor1D = (reward) => reward,
): HybridLoss {
  const { deviation, glimpses } = resolveRecurrentAttention(config);
  const [batch, classes] = result.output.shape;
  expectShape(labels, [batch, classes], 'hybrid loss labels');
  return tidyTree(() => {
    const classification = tf.neg(tf.mean(tf.sum(tf.mul(labels, tf.logSoftmax(result.output)), 1))) as tf.Scalar;
    const reward = expectedReward(result.output, labels); // [batch]
    const choices = glimpses - 1;
    if (choices === 0) {
      const nothing = () => tf.scalar(0);
      return { loss: tf.clone(classification), classification, location: nothing(), baseline: nothing(), reward };
    }
    // Every choice of an image is judged by that image's reward.
    const rewards = tf.reshape(tf.tile(tf.reshape(judge(reward), [batch, 1]), [1, choices]), [
      batch * choices,
    ]) as tf.Tensor1D;
    const baselines = tf.reshape(result.baselines, [batch * choices]) as tf.Tensor1D;
    const rows = (x: tf.Tensor) => tf.reshape(x, [batch * choices, 2]) as tf.Tensor2D;
    const chosen = tf.slice(result.weights.location, [0, 1, 0], [-1, choices, -1]);
    const policy = { mean: rows(result.weights.mean), location: rows(chosen), deviation };
    // The mean over images of the sum over choices.
    const location = tf.mul(reinforceLoss(policy, rewards, baselines), choices) as tf.Scalar;
    const baseline = tf.mean(tf.squaredDifference(baselines, rewards)) as tf.Scalar;
    const loss = tf.addN([classification, location, baseline]) as tf.Scalar;
    return { loss, classification, location, baseline, reward };
  });
}

/**
 * What an answer drawn from the softmax earns in expectation, Σ_a p(a) [a = label]: the probability of the right class.
 */
function expectedReward(output: tf.Tensor2D, labels: tf.Tensor2D): tf.Tensor1D {
  return stopGradient(tf.sum(tf.mul(labels, tf.softmax(output)), 1)); // [batch]
}
