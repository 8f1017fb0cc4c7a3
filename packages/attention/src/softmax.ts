import * as tf from '@tensorflow/tfjs-core';

/** Below every score that occurs, and finite: minus infinity would make a fully masked row NaN. */
const NEVER = -1e30;

/**
 * Softmax over the last axis, over the allowed entries only. A row without any allowed entry becomes zeros, and so do
 * its gradients.
 * @param scores [..., query, key]
 * @param mask boolean, true where the query may attend to the key; broadcastable to the shape of the scores
 */
export function maskedSoftmax<T extends tf.Tensor>(scores: T, mask?: tf.Tensor): T {
  if (!mask) return tf.softmax(scores);
  return tf.tidy(() => {
    const allowed = tf.cast(mask, 'bool');
    const rows = tf.softmax(tf.where(allowed, scores, tf.fill(scores.shape, NEVER)));
    return tf.mul(rows, tf.cast(allowed, 'float32')) as T;
  });
}

/** True on and below the diagonal: a query sees no later key. [query, key] */
export function causalMask(queries: number, keys: number): tf.Tensor2D {
  return tf.tidy(() => {
    const query = tf.reshape(tf.range(0, queries), [queries, 1]);
    // With more keys than queries the last query sees the last key.
    const key = tf.reshape(tf.range(0, keys), [1, keys]);
    return tf.lessEqual(key, tf.add(query, keys - queries)) as tf.Tensor2D;
  });
}

/**
 * @throws RangeError when a mask cannot be broadcast to the scores, or is not boolean
 */
export function expectMask(mask: tf.Tensor | undefined, scores: readonly number[], mechanism: string): void {
  if (!mask) return;
  if (mask.dtype !== 'bool') {
    throw new RangeError(
      `${mechanism} mask: expected boolean values, true where a query may attend, found ${mask.dtype}.`,
    );
  }
  const offset = scores.length - mask.rank;
  const fits = offset >= 0 && mask.shape.every((size, axis) => size === 1 || size === scores[axis + offset]);
  if (!fits) {
    throw new RangeError(
      `${mechanism} mask: expected a shape that broadcasts to [${scores.join(', ')}], found [${mask.shape.join(', ')}].`,
    );
  }
}
