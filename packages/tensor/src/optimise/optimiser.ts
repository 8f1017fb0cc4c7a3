import * as tf from '@tensorflow/tfjs-core';
import { leaves, mapTree, type TensorTree } from '../tree.js';

/**
 * A rule that moves parameters along their gradients, as pure functions: nothing is changed in place, so a whole
 * training step can be one compiled function. The caller owns what is returned and frees what it replaces.
 */
export interface Optimiser<State extends TensorTree> {
  /** The state before the first step. */
  init(params: TensorTree): State;
  /**
   * One step.
   * @param learningRate default: the one of the rule. Give a tensor when it changes inside a compiled function.
   */
  update<T extends TensorTree>(
    params: T,
    grads: T,
    state: State,
    learningRate?: number | tf.Scalar,
  ): { params: T; state: State };
}

/** Zeros in the form of a tree. */
export function zerosLikeTree<T extends TensorTree>(tree: T): T {
  return mapTree(tree, (leaf) => tf.zerosLike(leaf));
}

/**
 * Computes, leaf by leaf, several trees at once: the parameters after the step and the parts of the state.
 * @param step gets the parameter, its gradient and the state's values for it; gives the new parameter first
 */
export function updateLeaves<T extends TensorTree>(
  params: T,
  grads: T,
  states: readonly TensorTree[],
  step: (param: tf.Tensor, grad: tf.Tensor, state: readonly tf.Tensor[]) => readonly tf.Tensor[],
): [params: T, ...states: TensorTree[]] {
  const gradients = new Map(leaves(grads));
  const stateLeaves = states.map((state) => new Map(leaves(state)));
  const results = new Map(
    leaves(params).map(([path, param]) => {
      const grad = gradients.get(path);
      if (grad === undefined) throw new RangeError(`optimiser: expected a gradient for '${path}', found none.`);
      const state = stateLeaves.map((found) => found.get(path) ?? missing(path));
      return [path, step(param, grad, state)];
    }),
  );
  const treeOf = (index: number) => mapTree(params, (_, path) => results.get(path)![index]!);
  return [treeOf(0), ...states.map((_, index) => treeOf(index + 1))];
}

function missing(path: string): never {
  throw new RangeError(
    `optimiser: expected a state for '${path}', found none. Make it with init from these parameters.`,
  );
}
