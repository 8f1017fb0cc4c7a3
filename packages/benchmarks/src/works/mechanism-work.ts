import * as tf from '@tensorflow/tfjs-core';
import type { AnyMechanism } from '@atlas/attention';
import { child, countOperations, leaves, mapTree, onShapes, randomNormal, rng, type TensorTree } from '@atlas/tensor';
import { bytesOf, forwardAndBackward } from './gradients.js';
import type { Task, Work } from './work.js';

/** A mechanism at a configuration and an input, given by its shapes. */
export interface MechanismCase {
  readonly mechanism: AnyMechanism;
  readonly config: object;
  /** Zeros in the form of the input. */
  readonly input: () => TensorTree;
}

/** The mechanism forward and, where it learns, backward, with gradients of the input and of every parameter. */
export function mechanismWork(
  work: Omit<Work, 'prepare' | 'operations' | 'bytes' | 'size'>,
  cases: readonly MechanismCase[],
): Work {
  return {
    ...work,
    size: sizeOf(cases[0]!.input),
    ...costOf(cases),
    prepare: () => prepare(cases),
  };
}

function prepare(cases: readonly MechanismCase[]): Task {
  const source = rng(11);
  const params = Object.fromEntries(
    cases.map(({ mechanism, config }) => [
      mechanism.name,
      moved(mechanism.init(config, child(source, mechanism.name))),
    ]),
  );
  const input = tf.tidy(() =>
    mapTree(cases[0]!.input(), (leaf, path) => randomNormal(child(child(source, 'input'), path), leaf.shape)),
  );
  const output = (tree: TensorTree): tf.Tensor => {
    // A tree that was taken apart and put together again has no branches without tensors.
    const given = tree as { params?: { [name: string]: TensorTree }; input: TensorTree };
    const outputs = cases.map(({ mechanism, config }) => {
      const options = { ...mechanism.options(config), training: true };
      return mechanism.apply(given.params?.[mechanism.name] ?? {}, given.input, options).output;
    });
    return outputs.length === 1 ? outputs[0]! : tf.addN(outputs);
  };
  if (cases.some(({ mechanism }) => mechanism.withoutGradient !== undefined)) {
    return { inputs: { params, input }, run: (inputs) => ({ output: output(inputs) }) };
  }
  const shape = tf.tidy(() => output({ params, input }).shape);
  const upstream = randomNormal(child(source, 'upstream'), shape);
  return {
    inputs: { params, input, upstream },
    run: (inputs) =>
      forwardAndBackward(
        output,
        { params: inputs['params']!, input: inputs['input']! },
        inputs['upstream'] as tf.Tensor,
      ),
  };
}

/** Some parameters start at zero, which would hide their part of the comparison with others: they are moved a little. */
function moved(params: TensorTree): TensorTree {
  const source = rng(12);
  return mapTree(params, (leaf, path) => {
    const isZero = tf.tidy(() => tf.max(tf.abs(leaf)).dataSync()[0] === 0);
    return isZero ? randomNormal(child(source, path), leaf.shape, 0, 0.5) : leaf;
  });
}

function sizeOf(input: () => TensorTree): string {
  return onShapes(() =>
    leaves(input()).map(([path, leaf]) => [path, leaf.shape.join(' x ')].filter(Boolean).join(' ')),
  ).join('; ');
}

/** Backward takes each product twice: once for each of its factors. */
function costOf(cases: readonly MechanismCase[]): Pick<Work, 'operations' | 'bytes'> {
  return onShapes(() => {
    const source = rng(11);
    let products = 0;
    let bytes = 0;
    for (const { mechanism, config, input } of cases) {
      const params = mechanism.init(config, source);
      const given = input();
      const { result, operations } = countOperations(
        () => mechanism.apply(params, given, { ...mechanism.options(config), training: true }).output,
      );
      const learned = mechanism.withoutGradient === undefined;
      const sum = operations
        .filter(({ kind }) => kind === 'convolution' || kind === 'dense' || kind === 'matmul')
        .reduce((total, { count }) => total + count, 0);
      products += 2 * sum * (learned ? 3 : 1);
      // Forward reads the input and writes the output; backward reads both gradients' sources and writes the input's.
      bytes += (bytesOf(given) + 4 * result.size) * (learned ? 2 : 1) + bytesOf(params) * (learned ? 2 : 1);
    }
    return { operations: products, bytes };
  });
}
