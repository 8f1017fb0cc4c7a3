import * as tf from '@tensorflow/tfjs-core';
import { attachGradient } from './attach-gradient.js';

/**
 * Layer normalisation of rows on the native backend, with its gradient in few passes over memory. With n = (x - mean) r,
 * r = 1 / sqrt(variance + ε), g the scale and p = dy ∘ n:
 *   y = g ∘ n + offset,  dx = r (g ∘ dy - mean(g ∘ dy) - n mean(g ∘ p)),  dg = Σ p,  doffset = Σ dy.
 * The means and sums are products with g and with ones, which write nothing as large as x.
 * @param x [row, channel]
 * @param scale [channel]
 * @param offset [channel]
 */
export function nativeLayerNorm(x: tf.Tensor2D, scale: tf.Tensor1D, offset: tf.Tensor1D, epsilon: number): tf.Tensor2D {
  const [rows, channels] = x.shape;
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true); // [row, 1]
  const spread = tf.rsqrt(tf.add(variance, epsilon)); // r [row, 1]
  const normal = tf.mul(centred, spread); // n [row, channel]
  const output = tf.add(tf.mul(normal, scale), offset) as tf.Tensor2D;
  return attachGradient([x, scale, offset], output, [normal, spread, scale], (outputGradient, saved) => {
    const [n, r, g] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    const share = tf.div(tf.expandDims(g, 1), channels) as tf.Tensor2D; // [channel, 1]
    const ones = tf.ones([1, rows]) as tf.Tensor2D;
    const product = tf.mul(outputGradient, n) as tf.Tensor2D; // p [row, channel]
    const along = tf.mul(n, tf.matMul(product, share)); // [row, channel]
    const scaled = tf.sub(tf.mul(outputGradient, g), along);
    const gradient = tf.mul(tf.sub(scaled, tf.matMul(outputGradient, share)), r);
    return [
      gradient,
      tf.squeeze(tf.matMul(ones, product), [0]), // [channel]
      tf.squeeze(tf.matMul(ones, outputGradient), [0]), // [channel]
    ];
  });
}
