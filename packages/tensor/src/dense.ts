import * as tf from '@tensorflow/tfjs-core';
import { addBias } from './bias.js';
import { logicalProduct } from './cost/recorder.js';
import { initialValues, type Initialiser } from './initialise.js';
import type { Rng } from './rng.js';
import { expectShape, requireInteger } from './shape.js';

/** kernel: [in, out]; bias: [out]. */
export type DenseParams = { kernel: tf.Tensor2D; bias?: tf.Tensor1D };

export interface DenseOptions {
  /** Default true; the bias starts at zero. */
  readonly bias?: boolean;
  /** Default 'glorot'. */
  readonly init?: Initialiser;
}

/** The parameters of y = x W + b. */
export function initDense(inputs: number, outputs: number, source: Rng, options: DenseOptions = {}): DenseParams {
  requireInteger(inputs, 'initDense inputs');
  requireInteger(outputs, 'initDense outputs');
  const kernel = initialValues(source, [inputs, outputs], options.init ?? 'glorot', inputs, outputs) as tf.Tensor2D;
  return options.bias === false ? { kernel } : { kernel, bias: tf.zeros([outputs]) };
}

/**
 * y = x W + b along the last axis.
 * @param x [..., in], of any rank of at least 1
 * @returns [..., out]
 * @throws RangeError when the last axis of x is not the kernel's first
 */
export function dense<T extends tf.Tensor>(params: DenseParams, x: T): T {
  const [inputs, outputs] = params.kernel.shape;
  if (x.rank === 0 || x.shape.at(-1) !== inputs) {
    throw new RangeError(`dense x: expected shape [..., ${inputs}], found [${x.shape.join(', ')}].`);
  }
  if (params.bias) expectShape(params.bias, [outputs], 'dense bias');
  return tf.tidy(() => {
    // The gradient of a matrix product with a broadcast operand is wrong in TensorFlow.js, so all rows go in one matrix.
    const rows = tf.reshape(x, [-1, inputs]) as tf.Tensor2D; // [row, in]
    const product = logicalProduct('dense', params.kernel, () => tf.matMul(rows, params.kernel)); // [row, out]
    const shifted = params.bias ? addBias(product, params.bias) : product;
    return tf.reshape(shifted, [...x.shape.slice(0, -1), outputs]) as T; // [..., out]
  });
}
