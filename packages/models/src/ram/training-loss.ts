import * as tf from '@tensorflow/tfjs-core';
import { resolveRecurrentAttention, type RecurrentAttentionConfig } from './config.js';
import { hybridLoss } from './hybrid-loss.js';
import { drawGlimpses, type GlimpsePolicy } from './policy.js';
import { recurrentAttention, type RecurrentAttentionParams } from './recurrent-attention.js';

/** images [batch, height, width, channel]; labels [batch], int32. */
export type LabelledImages = { images: tf.Tensor4D; labels: tf.Tensor1D };

/**
 * The loss of one training step of a recurrent attention model, all glimpses unrolled: what `trainingStep` of @atlas/lab
 * compiles. With a policy that is not learned, the answer is all there is to learn, and the loss is its cross-entropy.
 * @returns a function of parameters, a batch, and `seed`, an int32 scalar from which every place is drawn
 */
export function recurrentAttentionLoss(
  config: RecurrentAttentionConfig,
  policy: GlimpsePolicy = 'learned',
): (params: RecurrentAttentionParams, batch: LabelledImages, context: { readonly seed: tf.Scalar }) => tf.Scalar {
  const { classes } = resolveRecurrentAttention(config);
  return (params, { images, labels }, context) =>
    tf.tidy(() => {
      const seed = tf.stack([context.seed, context.seed]) as tf.Tensor1D;
      const draws = drawGlimpses(seed, images.shape[0], config, { policy, explore: true });
      const result = recurrentAttention(params, images, { config, ...draws });
      const hot = tf.oneHot(labels, classes) as tf.Tensor2D; // [batch, class]
      const parts = hybridLoss(result, hot, config, policy === 'misled' ? ofTheNextImage : undefined);
      return policy === 'learned' || policy === 'misled' ? parts.loss : parts.classification;
    });
}

function ofTheNextImage(reward: tf.Tensor1D): tf.Tensor1D {
  return tf.concat([tf.slice(reward, 1), tf.slice(reward, 0, 1)]);
}
