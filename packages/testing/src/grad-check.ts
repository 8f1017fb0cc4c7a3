import * as tf from '@tensorflow/tfjs-core';
import { replaceTensor, tensorsOf, type Tree } from './tree.js';

export interface GradCheckOptions {
  /** Half the distance of the central difference. Default 1e-2, where float32 errs least for values of order one. */
  readonly eps?: number;
  /** Allowed |gradient - difference| / max(1, |difference|). Default 1e-3. */
  readonly tol?: number;
  /** At most this many values of each leaf are checked, spread evenly. Default: all. */
  readonly samplesPerLeaf?: number;
}

export interface GradCheckResult {
  /** The number of partial derivatives compared. */
  readonly checked: number;
  /** The largest |gradient - difference| / max(1, |difference|). */
  readonly worst: number;
}

/**
 * Compares the gradient of a function with central differences, for every float leaf of its argument.
 * A result that is not a scalar is contracted with fixed numbers of order one, so that no part of its gradient cancels.
 * Choose inputs of order one without ties (max, relu at 0), where the derivative does not exist.
 * @throws Error that names the worst leaf, its index, the gradient and the difference
 */
export function gradCheck<T extends Tree>(
  f: (input: T) => tf.Tensor,
  input: T,
  options: GradCheckOptions = {},
): GradCheckResult {
  const { eps = 1e-2, tol = 1e-3, samplesPerLeaf = Infinity } = options;
  const differentiable = tensorsOf(input).filter(([, tensor]) => tensor.dtype === 'float32');
  if (differentiable.length === 0) throw new Error('gradCheck: expected float32 tensors in the input, found none.');
  const gradients = analyticGradients(
    f,
    input,
    differentiable.map(([, tensor]) => tensor),
  );
  let checked = 0;
  let worst = { error: -1, message: '' };
  differentiable.forEach(([path, tensor], leaf) => {
    const values = tensor.dataSync<'float32'>();
    for (const index of spread(values.length, samplesPerLeaf)) {
      const difference = centralDifference(f, input, tensor, Float32Array.from(values), index, eps);
      const gradient = gradients[leaf]![index]!;
      const error = Math.abs(gradient - difference) / Math.max(1, Math.abs(difference));
      checked++;
      if (error <= worst.error) continue;
      // NaN compares false with everything, and ends up here.
      const message = `'${path}' at ${index}: the gradient is ${gradient}, the central difference ${difference}`;
      worst = { error: Number.isNaN(error) ? Infinity : error, message };
    }
  });
  if (worst.error > tol) throw new Error(`gradCheck: ${worst.message} (tolerance ${tol}).`);
  return { checked, worst: worst.error };
}

function analyticGradients<T extends Tree>(f: (input: T) => tf.Tensor, input: T, tensors: tf.Tensor[]): Float32Array[] {
  return tf.tidy(() => {
    const contracted = () => {
      const output = f(input);
      return tf.sum(tf.mul(output, tf.tensor(cotangent(output.size), output.shape))) as tf.Scalar;
    };
    const { grads } = tf.engine().gradients(contracted, tensors, undefined, true);
    return tensors.map((tensor, index) => grads[index]?.dataSync<'float32'>() ?? new Float32Array(tensor.size));
  });
}

function centralDifference<T extends Tree>(
  f: (input: T) => tf.Tensor,
  input: T,
  tensor: tf.Tensor,
  values: Float32Array,
  index: number,
  eps: number,
): number {
  const original = values[index]!;
  const above = Math.fround(original + eps);
  const below = Math.fround(original - eps);
  const contractedAt = (value: number): number =>
    tf.tidy(() => {
      values[index] = value;
      const moved = tf.tensor(Float32Array.from(values), tensor.shape);
      const output = f(replaceTensor(input, tensor, moved) as T);
      // The contraction is summed in float64: only the function itself rounds to float32.
      const weights = cotangent(output.size);
      return output.dataSync<'float32'>().reduce((sum, entry, at) => sum + entry * weights[at]!, 0);
    });
  return (contractedAt(above) - contractedAt(below)) / (above - below);
}

/** Fixed numbers in [0.5, 1.5], all different, without sign changes or pattern. */
function cotangent(size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, index) => 0.5 + ((index * 0.618033988749895 + 0.37) % 1));
}

function spread(length: number, samples: number): number[] {
  const count = Math.min(length, samples);
  return Array.from({ length: count }, (_, index) => Math.floor((index * length) / count));
}
