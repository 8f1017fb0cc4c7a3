import * as tf from '@tensorflow/tfjs-core';

/**
 * Mean cross-entropy of a softmax classifier: -(1/n) sum_i sum_k q_ik log softmax(logits_i)_k, where q is 1 for the
 * label, or 1 - s for it and s/classes added for each class with label smoothing s (Szegedy et al., 2016).
 * @param logits [batch, class]
 * @param labels [batch], int32
 */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D, labelSmoothing = 0): tf.Scalar {
  return tf.tidy(() => {
    const classes = logits.shape[1];
    const hot = tf.oneHot(labels, classes); // [batch, class]
    const target = labelSmoothing === 0 ? hot : tf.add(tf.mul(hot, 1 - labelSmoothing), labelSmoothing / classes); // [batch, class]
    return tf.neg(tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(logits)), -1))) as tf.Scalar;
  });
}

/** Part of the predictions that are right. */
export function accuracy(predictions: ArrayLike<number>, labels: ArrayLike<number>): number {
  requireSameLength(predictions, labels, 'accuracy');
  let right = 0;
  for (let i = 0; i < labels.length; i++) if (predictions[i] === labels[i]) right++;
  return right / labels.length;
}

/** `matrix[label][prediction]`: how often each class was taken for which. */
export function confusionMatrix(
  predictions: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): number[][] {
  requireSameLength(predictions, labels, 'confusionMatrix');
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const row = matrix[labels[i]!];
    if (row?.[predictions[i]!] === undefined) {
      throw new RangeError(
        `confusionMatrix: expected classes from 0 to ${classes - 1}, found label ${labels[i]} ` +
          `and prediction ${predictions[i]} at ${i}.`,
      );
    }
    row[predictions[i]!]! += 1;
  }
  return matrix;
}

function requireSameLength(predictions: ArrayLike<number>, labels: ArrayLike<number>, what: string): void {
  if (predictions.length !== labels.length || labels.length === 0) {
    throw new RangeError(
      `${what}: expected as many predictions as labels, and at least one; ` +
        `found ${predictions.length} predictions and ${labels.length} labels.`,
    );
  }
}
