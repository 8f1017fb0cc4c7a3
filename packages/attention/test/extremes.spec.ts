import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, disposeTree, leaves, mapTree, rng, valueAndGrads, type TensorTree } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  additive,
  checked,
  disposeInstance,
  exampleInstance,
  initAdditive,
  initMultiHead,
  mechanisms,
  multiHead,
  scaledDotProduct,
  type AnyMechanism,
  type QueryKeyValue,
} from '../src/index.js';
import { cases, randomInstance } from './support/cases.js';

beforeAll(() => chooseBackend());

const allFinite = (tree: TensorTree) =>
  leaves(tree).every(([, leaf]) => Array.from(leaf.dataSync()).every(Number.isFinite));

describe('inputs of ten thousand give finite values', () => {
  it.each(cases)('%s', (_title, mechanism, example) => {
    const instance = randomInstance(mechanism, example);
    const large = mapTree(instance.input, (leaf) => tf.mul(leaf, 1e4));
    const result = { ...instance.apply(instance.params, large) };
    expect(allFinite(result)).toBe(true);
    disposeTree({ result, large });
    disposeInstance(instance);
  });
});

describe('an input of zeros gives finite values and gradients', () => {
  it.each(cases)('%s', (_title, mechanism, example) => {
    const instance = randomInstance(mechanism, example);
    const { value, grads } = valueAndGrads(
      (at: { params: TensorTree; input: TensorTree }) =>
        tf.sum(instance.apply(at.params, at.input).output) as tf.Scalar,
      { params: instance.params, input: mapTree(instance.input, (leaf) => tf.zerosLike(leaf)) },
    );
    expect(allFinite({ value, grads })).toBe(true);
    disposeTree({ value, grads });
    disposeInstance(instance);
  });
});

/** A choice hides what is not chosen, and a comparison with NaN is false: these may show numbers where the input has none. */
const mayHide = new Set(['itti-koch', 'spectral-residual', 'hard-attention']);

describe('a NaN is not hidden', () => {
  it.each(cases.filter(([, { name }]) => !mayHide.has(name)))('%s', (_title, mechanism, example) => {
    const instance = randomInstance(mechanism, example);
    const spoiled = mapTree(instance.input, (leaf) => tf.fill(leaf.shape, NaN));
    const { output } = instance.apply(instance.params, spoiled);
    expect(Array.from(output.dataSync()).some(Number.isNaN)).toBe(true);
    disposeInstance(instance);
  });

  it.each(cases)('%s: a checked mechanism names it', (_title, mechanism, example) => {
    const instance = exampleInstance(mechanism, rng(1), example);
    const safe: AnyMechanism = checked(mechanism);
    const options = mechanism.options(instance.config);
    const spoiled = mapTree(instance.input, (leaf) => tf.fill(leaf.shape, NaN));
    const message = new RegExp(`^${mechanism.name} input.*: expected finite numbers, found NaN at index 0`);
    expect(() => safe.apply(instance.params, spoiled, options)).toThrow(message);
    expect(() => safe.g(instance.params, spoiled, options)).toThrow(message);
    const sound = safe.apply(instance.params, instance.input, options);
    expectClose(sound.output, instance.apply(instance.params, instance.input).output, { rtol: 1e-5 });
    disposeInstance(instance);
  });
});

describe('masks', () => {
  const input = (): QueryKeyValue => mechanisms['scaled-dot-product'].examples['plain']!.input(rng(3));

  it('weighs what is masked with zero and the rest as if it were alone', () => {
    const whole = input();
    const mask = tf.tensor2d([[1, 1, 1, 0, 1, 0, 0]], [1, 7], 'bool');
    const { output, weights } = scaledDotProduct<tf.Tensor3D>({}, whole, { mask });
    const kept = tf.tensor1d([0, 1, 2, 4], 'int32');
    const alone = { ...whole, key: tf.gather(whole.key, kept, 1), value: tf.gather(whole.value, kept, 1) };
    expectClose(output, scaledDotProduct<tf.Tensor3D>({}, alone).output);
    expectClose(tf.gather(weights, [3, 5, 6], 2), tf.zeros([2, 3, 3]), { rtol: 0, atol: 0 });
  });

  it('makes zeros of a row that may attend to nothing, with zero gradients', () => {
    const whole = input();
    const mask = tf.tensor2d([[1], [0], [1]], [3, 1], 'bool');
    const { output, weights } = scaledDotProduct<tf.Tensor3D>({}, whole, { mask });
    expectClose(tf.slice(weights, [0, 1, 0], [2, 1, 7]), tf.zeros([2, 1, 7]));
    expectClose(tf.slice(output, [0, 1, 0], [2, 1, 11]), tf.zeros([2, 1, 11]));
    const { grads } = valueAndGrads(
      (at: QueryKeyValue) => tf.sum(tf.square(scaledDotProduct<tf.Tensor3D>({}, at, { mask }).output)) as tf.Scalar,
      whole,
    );
    expect(allFinite(grads)).toBe(true);
    expectClose(tf.slice(grads.query, [0, 1, 0], [2, 1, 5]), tf.zeros([2, 1, 5]));
  });

  it('keeps a mask under scores of a million', () => {
    const whole = input();
    const large = { ...whole, query: tf.mul(whole.query, -1e6) as tf.Tensor3D };
    const mask = tf.tensor2d([[1, 0, 0, 0, 0, 0, 0]], [1, 7], 'bool');
    const { weights } = scaledDotProduct<tf.Tensor3D>({}, large, { mask });
    expectClose(weights, tf.tile(tf.tensor3d([[[1, 0, 0, 0, 0, 0, 0]]]), [2, 3, 1]));
  });

  it('gives the one key all the weight', () => {
    const whole = input();
    const first = (x: tf.Tensor3D): tf.Tensor3D => tf.slice(x, [0, 0, 0], [2, 1, x.shape[2]]);
    const one = { ...whole, key: first(whole.key), value: first(whole.value) };
    expectClose(scaledDotProduct<tf.Tensor3D>({}, one).weights, tf.ones([2, 3, 1]));
  });

  it('shows a causal query nothing of what comes later', () => {
    const params = initMultiHead({ features: 6, heads: 3 }, rng(1));
    const x = tf.randomNormal<tf.Rank.R3>([1, 5, 6], 0, 1, 'float32', 5);
    const later = tf.mul(tf.slice(x, [0, 3, 0], [1, 2, 6]), -7) as tf.Tensor3D;
    const changed = tf.concat([tf.slice(x, [0, 0, 0], [1, 3, 6]), later], 1);
    const run = (at: tf.Tensor3D) =>
      multiHead(params, { query: at, key: at, value: at }, { heads: 3, causal: true }).output.slice([0, 0], [1, 3]);
    expectClose(run(changed), run(x));
  });

  it('joins a mask with the causal one', () => {
    const whole = input();
    const square = { ...whole, query: whole.key };
    const mask = tf.tensor2d([[0, 1, 1, 1, 1, 1, 1]], [1, 7], 'bool');
    const { weights } = scaledDotProduct<tf.Tensor3D>({}, square, { mask, causal: true });
    expectClose(weights.slice([0, 0], [1, 2]).flatten(), [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
  });

  it('masks words in additive attention', () => {
    const params = initAdditive({ stateSize: 3, annotationSize: 4, hidden: 5 }, rng(1));
    const at = { state: tf.ones<tf.Rank.R3>([1, 2, 3]), annotations: tf.randomNormal<tf.Rank.R3>([1, 3, 4]) };
    const { weights } = additive(params, at, { mask: tf.tensor2d([[1, 0, 1]], [1, 3], 'bool') });
    expectClose(weights.slice([0, 0, 1], [1, 2, 1]).flatten(), [0, 0], { rtol: 0, atol: 0 });
    expectClose(tf.sum(weights, 2).flatten(), [1, 1]);
  });
});

describe('what a mechanism is at its start', () => {
  it('additive attention with the initial values of the paper is uniform', () => {
    const instance = exampleInstance(mechanisms.additive, rng(1), 'paper');
    expectClose(instance.g(instance.params, instance.input) as tf.Tensor, tf.fill([2, 3, 7], 1 / 7));
  });

  const identities: [string, AnyMechanism, string][] = [
    ['position attention', mechanisms['danet-position'], 'paper'],
    ['channel attention', mechanisms['danet-channel'], 'paper'],
    ['non-local', mechanisms.nl, 'embedded gaussian'],
    ['simplified non-local', mechanisms.snl, 'paper'],
    ['global context', mechanisms.gc, 'paper'],
  ];
  it.each(identities)('%s is the identity', (_title, mechanism, example) => {
    const instance = exampleInstance(mechanism, rng(1), example);
    const { output } = instance.apply(instance.params, instance.input);
    expectClose(output, instance.input as tf.Tensor, { rtol: 0, atol: 0 });
  });

  it('the spatial gate of the released CBAM is one half everywhere', () => {
    const instance = exampleInstance(mechanisms.cbam, rng(1), 'code');
    const { spatial } = instance.g(instance.params, instance.input) as { spatial: tf.Tensor };
    expectClose(spatial, tf.fill([2, 5, 7], 0.5));
  });
});
