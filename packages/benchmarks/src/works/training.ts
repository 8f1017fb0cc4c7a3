import * as tf from '@tensorflow/tfjs-core';
import { isTrainable } from '@atlas/attention';
import { leaves, unflatten, valueAndGrads, type Optimiser, type TensorTree } from '@atlas/tensor';
import type { Task } from './work.js';

type Loss = (params: TensorTree, batch: TensorTree) => { loss: tf.Scalar; params?: TensorTree };

/**
 * A whole training step: loss, gradients and the optimiser's update, from parameters to parameters. What the loss gives
 * back as params are the moved running statistics, which the optimiser leaves alone.
 */
export function trainingTask(
  params: TensorTree,
  batch: TensorTree,
  loss: Loss,
  optimiser: Optimiser<TensorTree>,
): Task {
  const part = (tree: TensorTree, trained: boolean) => leaves(tree).filter(([path]) => isTrainable(path) === trained);
  return {
    inputs: { params, batch, state: optimiser.init(unflatten(part(params, true))) },
    run: (inputs) => {
      const given = inputs['params']!;
      const fixed = part(given, false);
      let moved: TensorTree | undefined;
      const { value, grads } = valueAndGrads(
        (trained: TensorTree) => {
          const result = loss(unflatten([...leaves(trained), ...fixed]), inputs['batch']!);
          moved = result.params;
          return result.loss;
        },
        unflatten(part(given, true)),
      );
      const next = optimiser.update(unflatten(part(given, true)), grads, inputs['state']!);
      const statistics = moved === undefined ? fixed : part(moved, false);
      return { params: unflatten([...leaves(next.params), ...statistics]), state: next.state, loss: value };
    },
    carried: ['params', 'state'],
    compared: ['loss'],
    comparedAfter: 3,
  };
}

/** The mean of -log p(next word) over the words that are there. */
export function meanWordLoss(losses: tf.Tensor, next: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const present = tf.cast(tf.notEqual(next, 0), 'float32'); // [batch, time]
    return tf.div(tf.sum(tf.mul(losses, present)), tf.sum(present)) as tf.Scalar;
  });
}
