import * as tf from '@tensorflow/tfjs-core';
import {
  addWeightDecay,
  clipByGlobalNorm,
  compile,
  type Compiled,
  leaves,
  mapTree,
  type Optimiser,
  type TensorTree,
  valueAndGrads,
} from '@atlas/tensor';
import { allButStatistics, type Trainable, trainablePart, withPart } from './partition.js';

/** What a loss may ask about the step it is computed in. */
export interface StepContext {
  /** A number that differs at every step, for dropout and the like: int32 scalar. */
  readonly seed: tf.Scalar;
}

/**
 * The loss of a batch, a scalar, and where the network keeps running statistics also the parameters with these moved
 * on. Everything else in them is left to the optimiser.
 */
export type Loss<Params extends TensorTree, Batch extends TensorTree> = (
  params: Params,
  batch: Batch,
  context: StepContext,
) => tf.Scalar | { readonly loss: tf.Scalar; readonly params: Params };

/** What one step needs. */
export type StepInput<Params extends TensorTree, Batch extends TensorTree> = {
  params: Params;
  state: TensorTree;
  batch: Batch;
  learningRate: tf.Scalar;
  seed: tf.Scalar;
};

/** What one step gives. loss and gradientNorm are scalars. */
export type StepOutput<Params extends TensorTree> = {
  params: Params;
  state: TensorTree;
  loss: tf.Scalar;
  gradientNorm: tf.Scalar;
};

export interface StepOptions {
  /** Largest norm of all gradients together; larger ones are scaled down. Default: no limit. */
  readonly clipNorm?: number;
  /** Rate of the gradient of (rate / 2) |kernel|^2, added after clipping. Default: none. */
  readonly weightDecay?: number;
  /** Default: every leaf but running statistics. */
  readonly trainable?: Trainable;
}

/**
 * One training step as a pure function, compiled to one graph where the backend can: loss, gradients, clipping, and
 * the optimiser's update. The caller owns what it returns and what it gave.
 */
export function trainingStep<Params extends TensorTree, Batch extends TensorTree>(
  loss: Loss<Params, Batch>,
  optimiser: Optimiser<TensorTree>,
  { clipNorm, weightDecay, trainable = allButStatistics }: StepOptions = {},
): Compiled<[StepInput<Params, Batch>], StepOutput<Params>> {
  return compile((input: StepInput<Params, Batch>): StepOutput<Params> => {
    let moved = input.params;
    const part = trainablePart(input.params, trainable);
    const { value, grads } = valueAndGrads((chosen: TensorTree) => {
      const params = withPart(input.params, chosen);
      const result = loss(params, input.batch, { seed: input.seed });
      if (result instanceof tf.Tensor) return result;
      moved = result.params;
      return result.loss;
    }, part);
    const clipped = clipByGlobalNorm(grads, clipNorm ?? 1);
    const bounded = clipNorm === undefined ? grads : clipped.grads;
    const used = weightDecay === undefined ? bounded : addWeightDecay(bounded, part, weightDecay);
    const next = optimiser.update(part, used, input.state, input.learningRate);
    const given = new Set(leaves(input.params).map(([, leaf]) => leaf.id));
    // Moved statistics had to outlive the gradient's own clean-up; as copies they fall under the one of this step.
    const params = mapTree(withPart(moved, next.params), (leaf, path) => {
      const copy = tf.clone(leaf);
      if (!trainable(path) && !given.has(leaf.id)) leaf.dispose();
      return copy;
    });
    return { params, state: next.state, loss: value, gradientNorm: clipped.norm };
  });
}
