import * as tf from '@tensorflow/tfjs-core';
import { mapTree, type TensorTree } from '@atlas/tensor';
import { tidyTree } from '../compose.js';
import type { Instance } from '../instance.js';
import type { Mechanism } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';
import { stopGradient } from '../stop-gradient.js';

/** What stands in for a leaf of the weights. */
export type Replacement = (weights: tf.Tensor) => tf.Tensor;

/** Every weight becomes this number. */
export const constant =
  (value: number): Replacement =>
  (weights) =>
    tf.fill(weights.shape, value);

/** Every weight becomes the mean of its map: for rows that are distributions this is exactly uniform attention. */
export const uniform: Replacement = (weights) => tf.fill(weights.shape, 1).mul(tf.mean(weights));

/** f(replace(g(x)), x): what the mechanism gives when its decision is taken away. */
export function ablate(instance: Instance, replace: Replacement): { output: tf.Tensor; weights: TensorTree } {
  return tidyTree(() => {
    const weights = mapTree(instance.g(instance.params, instance.input), replace);
    return { output: instance.f(instance.params, weights, instance.input), weights };
  });
}

/** The largest change of an output value when the decision is taken away. */
export function ablationEffect(instance: Instance, replace: Replacement): number {
  return tf.tidy(() => {
    const whole = instance.apply(instance.params, instance.input).output;
    return tf.max(tf.abs(tf.sub(whole, ablate(instance, replace).output))).dataSync()[0]!;
  });
}

/**
 * The same mechanism with g fixed: the control of a claim about attention, to be trained like the original. It keeps
 * every parameter, but those that only g uses receive no gradient.
 */
export function withFixedWeights<
  Config extends object,
  Params extends TensorTree,
  Input extends TensorTree,
  Weights extends TensorTree,
  Options extends CallOptions,
>(
  mechanism: Mechanism<Config, Params, Input, Weights, Options>,
  replace: Replacement,
): Mechanism<Config, Params, Input, Weights, Options> {
  const g = (params: Params, input: Input, options?: Options): Weights =>
    tidyTree(() => mapTree(mechanism.g(params, input, options), (leaf) => stopGradient(replace(leaf))));
  return {
    ...mechanism,
    title: `${mechanism.title}, g fixed`,
    g,
    apply: (params, input, options) =>
      tidyTree(() => {
        const weights = g(params, input, options);
        return { output: mechanism.f(params, weights, input, options), weights };
      }),
  };
}
