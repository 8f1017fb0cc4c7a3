import * as tf from '@tensorflow/tfjs-core';
import {
  addWeightDecay,
  clipByGlobalNorm,
  compile,
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

/** How a network is moved by one batch: all that `train` needs to know of loss and optimiser. */
export interface TrainingStep<Params extends TensorTree, Batch extends TensorTree> {
  /** The optimiser's state before the first step. */
  readonly init: (params: Params) => TensorTree;
  /** The caller owns what it returns and what it gave. */
  readonly run: (input: StepInput<Params, Batch>) => StepOutput<Params>;
  /** Frees the graphs; a later run records again. */
  readonly dispose: () => void;
}

/**
 * One training step as a pure function, compiled to one graph where the backend can: loss, gradients, clipping, weight
 * decay, and the optimiser's update. Several trainings that share a step, such as those of several seeds, record it once.
 */
export function trainingStep<Params extends TensorTree, Batch extends TensorTree>(
  loss: Loss<Params, Batch>,
  optimiser: Optimiser<TensorTree>,
  { clipNorm, weightDecay, trainable = allButStatistics }: StepOptions = {},
): TrainingStep<Params, Batch> {
  const compiled = compile((input: StepInput<Params, Batch>): StepOutput<Params> => {
    const part = trainablePart(input.params, trainable);
    const { value, grads, params } = lossAndGrads(loss, input, part);
    const clipped = clipByGlobalNorm(grads, clipNorm ?? 1);
    const bounded = clipNorm === undefined ? grads : clipped.grads;
    const used = weightDecay === undefined ? bounded : addWeightDecay(bounded, part, weightDecay);
    const next = optimiser.update(part, used, input.state, input.learningRate);
    return { params: withPart(params, next.params), state: next.state, loss: value, gradientNorm: clipped.norm };
  });
  return {
    init: (params) => optimiser.init(trainablePart(params, trainable)),
    run: compiled,
    dispose: () => compiled.dispose(),
  };
}

function lossAndGrads<Params extends TensorTree, Batch extends TensorTree>(
  loss: Loss<Params, Batch>,
  { params, batch, seed }: StepInput<Params, Batch>,
  part: TensorTree,
): { value: tf.Scalar; grads: TensorTree; params: Params } {
  let moved = params;
  const { value, grads } = valueAndGrads((chosen: TensorTree) => {
    const result = loss(withPart(params, chosen), batch, { seed });
    if (result instanceof tf.Tensor) return result;
    moved = result.params;
    return result.loss;
  }, part);
  const known = new Set([...leaves(params), ...leaves(part)].map(([, leaf]) => leaf.id));
  // Moved statistics had to outlive the gradient's own clean-up; as copies they fall under the one of the step.
  const copies = mapTree(moved, (leaf) => {
    if (known.has(leaf.id)) return leaf;
    const copy = tf.clone(leaf);
    leaf.dispose();
    return copy;
  });
  return { value, grads, params: copies };
}
