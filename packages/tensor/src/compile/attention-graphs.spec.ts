import { expectClose } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../backend.js';
import { nativeBackend } from '../native/backend.js';
import { child, randomNormal, rng } from '../rng.js';
import { leaves } from '../tree.js';
import { compile } from './compile.js';
import { record } from './record.js';

const { name } = await chooseBackend();

type Input = { query: tf.Tensor3D; key: tf.Tensor3D; value: tf.Tensor3D };

const attend = ({ query, key, value }: Input): tf.Tensor =>
  tf.matMul(tf.softmax(tf.matMul(query, key, false, true)), value);

const gradients = (input: Input) => {
  const { query, key, value } = input;
  const [dQuery, dKey, dValue] = tf.grads((q, k, v) =>
    tf.sum(tf.square(attend({ query: q as tf.Tensor3D, key: k as tf.Tensor3D, value: v as tf.Tensor3D }))),
  )([query, key, value]);
  return { query: dQuery!, key: dKey!, value: dValue! };
};

function inputOf(shape: [number, number, number]): Input {
  const draw = (label: string) => randomNormal(child(rng(3), label), shape) as tf.Tensor3D;
  return { query: draw('query'), key: draw('key'), value: draw('value') };
}

function countsOf(f: (input: Input) => tf.Tensor | Record<string, tf.Tensor>, input: Input): Map<string, number> {
  const { query, key, value } = input;
  const run = ([q, k, v]: readonly tf.Tensor[]) =>
    f({ query: q as tf.Tensor3D, key: k as tf.Tensor3D, value: v as tf.Tensor3D });
  const counts = new Map<string, number>();
  for (const { operation } of record(nativeBackend()!, run, [query, key, value]).graph.nodes) {
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
  }
  return counts;
}

/** Which head a node's name says that it works on. */
const partIn = (name: string): number => Number(/_part(\d+)$/.exec(name)![1]);

// 4 heads of 1,460 positions: 34 MB of weights, above both limits.
const large = inputOf([4, 1460, 8]);
const small = inputOf([4, 20, 8]);

describe.skipIf(name !== 'tensorflow')('the graph of attention over many positions', () => {
  it('does one head after the other', () => {
    const counts = countsOf(attend, large);
    expect(counts.get('Softmax')).toBe(4);
    expect(counts.get('BatchMatMulV2')).toBe(8);
    expect(counts.get('Split')).toBe(3);
    expect(counts.get('ConcatV2')).toBe(1);
  });

  it('has two heads in work at once: each waits for the one before the last', () => {
    const { query, key, value } = large;
    const { nodes } = record(nativeBackend()!, ([q, k, v]) => attend({ query: q, key: k, value: v } as Input), [
      query,
      key,
      value,
    ]).graph;
    const waits = nodes.flatMap(({ name, inputs }) =>
      inputs.flatMap((input) => (input.startsWith('^') ? [[partIn(name), partIn(input)]] : [])),
    );
    expect(waits).toEqual([
      [2, 0],
      [3, 1],
    ]);
  });

  it('gives what it gives as a whole', () => {
    const compiled = compile(attend);
    expectClose(compiled(large), attend(large), { rtol: 1e-5, atol: 1e-6 });
    compiled.dispose();
  });

  it('does one layer after the other, each in parts', () => {
    const twice = (input: Input) => attend({ ...input, query: attend(input) as tf.Tensor3D });
    expect(countsOf(twice, large).get('Softmax')).toBe(8);
    const compiled = compile(twice);
    expectClose(compiled(large), twice(large), { rtol: 1e-4, atol: 1e-5 });
    compiled.dispose();
  });

  it('sums the products with the output, not with the weights, for the gradient', () => {
    const input = inputOf([1, 2060, 8]);
    const counts = countsOf((given) => gradients(given), input);
    const before = countsOf((given) => gradients(given), inputOf([1, 20, 8]));
    // P ∘ (dP - s) in place of P ∘ dP - P · s; the product that is summed is a small one.
    expect(counts.get('Mul')).toBe(before.get('Mul'));
    const shapes = record(nativeBackend()!, ([q, k, v]) => gradients({ query: q, key: k, value: v } as Input), [
      input.query,
      input.key,
      input.value,
    ]).graph.nodes.filter(({ operation }) => operation === 'Mul');
    expect(shapes.filter(({ shapes: [shape] }) => shape!.at(-1) === 2060)).toHaveLength(1);
  });

  it('has the same gradients', () => {
    const compiled = compile(gradients);
    const alone = new Map(leaves(gradients(large)));
    for (const [path, leaf] of leaves(compiled(large))) {
      expectClose(leaf, alone.get(path)!, { rtol: 1e-4, atol: 1e-5 });
    }
    compiled.dispose();
  });

  it('stays as it is where the weights are few, or are wanted as a whole', () => {
    expect(countsOf(attend, small).get('Softmax')).toBe(1);
    const withWeights = ({ query, key, value }: Input) => {
      const weights = tf.softmax(tf.matMul(query, key, false, true));
      return { weights, output: tf.matMul(weights, value) };
    };
    expect(countsOf(withWeights, large).get('Softmax')).toBe(1);
  });
});
