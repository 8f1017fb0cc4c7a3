import * as tf from '@tensorflow/tfjs-core';
import { countTrainable, type AnyMechanism } from '@atlas/attention';
import {
  countOperations,
  leaves,
  onShapes,
  rng,
  sumOperations,
  type CountedOperation,
  type TensorTree,
} from '@atlas/tensor';

/** What one part of a mechanism executes. */
export interface OperationShare {
  /** Of convolutions, dense layers and matrix products. */
  readonly macs: number;
  /** Values written by arithmetic and activations, and values read by reductions and poolings. */
  readonly elementwise: number;
}

/** What a mechanism costs by itself. */
export interface MechanismCost extends OperationShare {
  readonly params: number;
  /** Shape of each input, by its path; '' for a single one. */
  readonly input: { readonly [path: string]: readonly number[] };
  /** Making the weights, and applying them. Together more than the whole where the halves share work. */
  readonly g: OperationShare;
  readonly f: OperationShare;
  /** Of the whole, without matrix products. */
  readonly layers: number;
}

/**
 * Counts a mechanism at a configuration and an input, from the operations that it executes. Runs on shapes alone.
 * @param input makes the input; its values do not matter
 */
export function costOfMechanism(mechanism: AnyMechanism, config: object, input: () => TensorTree): MechanismCost {
  return onShapes(() =>
    tf.tidy(() => {
      const params = mechanism.init(config, rng(0));
      const x = input();
      const options = mechanism.options(config);
      const g = countOperations(() => mechanism.g(params, x, options) as tf.TensorContainer);
      const f = countOperations(() => mechanism.f(params, g.result as TensorTree, x, options));
      const whole = countOperations(() => mechanism.apply(params, x, options).output);
      const counted: MechanismCost = {
        params: countTrainable(params),
        ...share(whole.operations),
        g: share(g.operations),
        f: share(f.operations),
        layers: sumOperations(whole.operations, ['convolution', 'dense']),
        input: Object.fromEntries(leaves(x).map(([path, leaf]) => [path, [...leaf.shape]])),
      };
      // Plain numbers: the tidy frees every tensor of this count.
      return counted as unknown as tf.TensorContainer;
    }),
  ) as unknown as MechanismCost;
}

function share(operations: readonly CountedOperation[]): OperationShare {
  return {
    macs: sumOperations(operations, ['convolution', 'dense', 'matmul']),
    elementwise: sumOperations(operations, ['elementwise', 'reduction', 'pooling']),
  };
}
