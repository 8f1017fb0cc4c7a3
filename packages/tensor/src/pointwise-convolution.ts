import * as tf from '@tensorflow/tfjs-core';

/** The channels on one side up to which a product of matrices is faster than a convolution. */
const THIN = 64;

/** Whether a convolution takes every position by itself and has few channels on one side. */
export function isThinPointwise({ shape }: tf.Tensor4D, groups: number, strides: readonly [number, number]): boolean {
  const [height, width, inputs, outputs] = shape;
  return height * width * groups * strides[0] * strides[1] === 1 && Math.min(inputs, outputs) <= THIN;
}

/**
 * A convolution of one position: the product of all positions' channels with the kernel.
 * @param x [batch, height, width, in]
 * @param kernel [1, 1, in, out]
 * @returns [batch, height, width, out]
 */
export function pointwiseConvolution(x: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, inputs] = x.shape;
  const outputs = kernel.shape[3];
  const rows = tf.reshape<tf.Rank.R2>(x, [-1, inputs]); // [row, in]
  const product = tf.matMul(rows, tf.reshape<tf.Rank.R2>(kernel, [inputs, outputs])); // [row, out]
  return tf.reshape(product, [batch, height, width, outputs]);
}
