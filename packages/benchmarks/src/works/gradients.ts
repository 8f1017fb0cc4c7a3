import * as tf from '@tensorflow/tfjs-core';
import { isTrainable } from '@atlas/attention';
import { leaves, unflatten, type TensorTree } from '@atlas/tensor';

/**
 * A function and its gradients for a given gradient of its output, as one function: what a layer costs in training.
 * Running statistics get no gradient.
 * @returns output, and gradients: a tree like the inputs
 */
export function forwardAndBackward(
  f: (inputs: TensorTree) => tf.Tensor,
  inputs: TensorTree,
  upstream: tf.Tensor,
): { output: tf.Tensor; gradients: TensorTree } {
  const all = leaves(inputs);
  const trained = all.filter(([path]) => isTrainable(path));
  const compute = (...values: tf.Tensor[]): tf.Tensor => {
    const given = new Map(trained.map(([path], index) => [path, values[index]!]));
    return f(unflatten(all.map(([path, leaf]) => [path, given.get(path) ?? leaf])));
  };
  const values = trained.map(([, leaf]) => leaf);
  const { value, grads } = tf.valueAndGrads(compute)(values, upstream);
  return { output: value, gradients: unflatten(trained.map(([path], index) => [path, grads[index]!])) };
}

/** How many bytes float32 and int32 tensors hold. */
export function bytesOf(tree: TensorTree): number {
  return leaves(tree).reduce((sum, [, leaf]) => sum + 4 * leaf.size, 0);
}
