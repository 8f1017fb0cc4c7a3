import type * as tf from '@tensorflow/tfjs-core';
import { type TensorTree } from '@atlas/tensor';

/** An optimiser as pure functions: nothing is changed in place. */
export interface Optimiser {
  readonly init: (params: TensorTree) => TensorTree;
  /** The parameters and the state after one step. The rate is a tensor, so that a schedule does not compile anew. */
  readonly update: (
    params: TensorTree,
    grads: TensorTree,
    state: TensorTree,
    learningRate: tf.Scalar,
  ) => { readonly params: TensorTree; readonly state: TensorTree };
}
