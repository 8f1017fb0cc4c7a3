import * as tf from '@tensorflow/tfjs-core';
import { child, dense, initDense, type DenseParams, type Rng } from '@atlas/tensor';
import { positions } from './mechanisms/position-attention.js';
import { batchNormalise, initBatchNormalisation } from './normalise.js';
import type { BatchNormalisationParams, CallOptions } from './normalise.js';
import { pyramidPool, publishedPyramid } from './pyramid-pooling.js';

/** A 1x1 convolution; the released code puts batch normalisation and ReLU behind queries, keys and projections. */
export type Unit = DenseParams & { normalisation?: BatchNormalisationParams };

export interface AsymmetricOptions extends CallOptions {
  /** Sides of the pyramid; 'none' keeps every position, which is the plain non-local block. Default 1, 3, 6, 8. */
  readonly pyramid?: readonly number[] | 'none';
  /** Default 'paper'. */
  readonly variant?: 'paper' | 'code';
}

export function initUnit(inputs: number, outputs: number, variant: 'paper' | 'code', source: Rng): Unit {
  if (variant === 'paper') return initDense(inputs, outputs, source, { bias: false });
  return {
    ...initDense(inputs, outputs, child(source, 'dense')),
    normalisation: initBatchNormalisation(outputs),
  };
}

/** The map of queries and keys: with ReLU wherever the unit has a normalisation. */
export function unit(params: Unit, x: tf.Tensor4D, options: CallOptions, activation: 'relu' | 'none'): tf.Tensor4D {
  const mapped = dense(params, x);
  const normal = params.normalisation ? batchNormalise(params.normalisation, mapped, options) : mapped;
  return params.normalisation && activation === 'relu' ? tf.relu(normal) : normal;
}

/** Some positions stand for all: [batch, height, width, channel] -> [batch, S, channel]. */
export function sample(x: tf.Tensor4D, { pyramid = publishedPyramid }: AsymmetricOptions): tf.Tensor3D {
  return pyramid === 'none' ? positions(x) : pyramidPool(x, pyramid);
}

/** softmax(φᵀ θ_P), scaled by 1/√d in the code only. [batch, query, S] */
export function asymmetricWeights(query: tf.Tensor4D, sampled: tf.Tensor3D, options: AsymmetricOptions): tf.Tensor3D {
  const scores = tf.matMul(positions(query), sampled, false, true); // [batch, query, S]
  const scale = options.variant === 'code' ? 1 / Math.sqrt(query.shape[3]) : 1;
  return tf.softmax(tf.mul(scores, scale)) as tf.Tensor3D;
}

/** W_o(weights · γ_P), back in the form of the image. [batch, height, width, out] */
export function gather(
  output: DenseParams,
  weights: tf.Tensor3D,
  sampled: tf.Tensor3D,
  like: tf.Tensor4D,
): tf.Tensor4D {
  const [batch, height, width] = like.shape;
  const gathered = dense(output, tf.matMul(weights, sampled)); // [batch, query, out]
  return tf.reshape(gathered, [batch, height, width, output.kernel.shape[1]]);
}
