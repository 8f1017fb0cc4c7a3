import * as tf from '@tensorflow/tfjs-core';
import type { TensorTree } from '@atlas/tensor';

/** f(g(x), x) as one function: what every mechanism does that shares no costly work between its halves. */
export function compose<Params, Input, Weights extends TensorTree, Options, Output extends tf.Tensor>(
  g: (params: Params, input: Input, options?: Options) => Weights,
  f: (params: Params, weights: Weights, input: Input, options?: Options) => Output,
): (params: Params, input: Input, options?: Options) => { output: Output; weights: Weights } {
  return (params, input, options) =>
    tidyTree(() => {
      const weights = g(params, input, options);
      return { output: f(params, weights, input, options), weights };
    });
}

/** `tf.tidy` for trees whose exact type is a type parameter, which tfjs's own declaration does not accept. */
export function tidyTree<T extends object>(body: () => T): T {
  let result: T | undefined;
  tf.tidy(() => (result = body()) as unknown as tf.TensorContainer);
  return result!;
}
