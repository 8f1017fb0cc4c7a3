import * as tf from '@tensorflow/tfjs-core';
import { child, disposeTree, leaves, rng, valueAndGrads, type TensorTree } from '@atlas/tensor';
import { allMechanisms, exampleInstance, randomParams } from '../../src/index.js';

/** Output, weights and gradients by path, for every example of every mechanism: the same code in Node and in a browser. */
export type Results = { [example: string]: { [path: string]: { shape: number[]; values: number[] } } };

export function runAll(): Results {
  const results: Results = {};
  for (const mechanism of allMechanisms) {
    for (const example of Object.keys(mechanism.examples)) {
      const before = tf.memory().numTensors;
      const instance = exampleInstance(mechanism, rng(1), example);
      const params = randomParams(instance.params, child(rng(1), 'random'));
      const { output, weights } = instance.apply(params, instance.input);
      const { value, grads } = valueAndGrads(
        (at: { params: TensorTree; input: TensorTree }) =>
          tf.mean(tf.square(instance.apply(at.params, at.input).output)) as tf.Scalar,
        { params, input: instance.input },
      );
      const tree = { output, weights, value, grads };
      results[`${mechanism.name}, ${example}`] = Object.fromEntries(
        leaves(tree).map(([path, leaf]) => [path, { shape: leaf.shape, values: Array.from(leaf.dataSync()) }]),
      );
      disposeTree({ tree, params, instance: instance.params, input: instance.input });
      const left = tf.memory().numTensors - before;
      if (left !== 0) throw new Error(`${mechanism.name}, ${example}: ${left} tensors left behind`);
    }
  }
  return results;
}
