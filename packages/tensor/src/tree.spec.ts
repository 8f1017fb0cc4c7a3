import { expectClose, expectNoLeak } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from './backend.js';
import {
  cloneTree,
  countParameters,
  disposeTree,
  leaves,
  mapTree,
  unflatten,
  valueAndGrads,
  type TensorTree,
} from './tree.js';

beforeAll(() => chooseBackend());

const example = () => ({ up: { kernel: tf.ones([2, 3]), bias: tf.zeros([3]) }, down: tf.scalar(5), none: {} });

describe('trees', () => {
  it('list their leaves by sorted names', () => {
    expect(leaves(example()).map(([path]) => path)).toEqual(['down', 'up/bias', 'up/kernel']);
    expect(leaves(tf.scalar(1)).map(([path]) => path)).toEqual(['']);
  });

  it('come back from their leaves', () => {
    const tree = example();
    const back = unflatten(leaves(tree));
    expect(leaves(back)).toEqual(leaves(tree));
    expect(unflatten(leaves(tree.down))).toBe(tree.down);
    expect(() =>
      unflatten([
        ['a', tree.down],
        ['a/b', tree.down],
      ]),
    ).toThrow(/'a' in 'a\/b' is a leaf and a branch/);
    expect(() =>
      unflatten([
        ['a', tree.down],
        ['a', tree.down],
      ]),
    ).toThrow(/'a' occurs twice/);
  });

  it('map every leaf with its path, and keep their form', () => {
    const tree = example();
    const doubled = mapTree(tree, (leaf, path) => (path === 'down' ? leaf : tf.mul(leaf, 2)));
    expect(Object.keys(doubled)).toEqual(['up', 'down', 'none']);
    expectClose(doubled.up.kernel, [
      [2, 2, 2],
      [2, 2, 2],
    ]);
    expect(doubled.down).toBe(tree.down);
  });

  it('count their values', () => expect(countParameters(example())).toBe(2 * 3 + 3 + 1));

  it('are cloned and freed as a whole', () =>
    expectNoLeak(() => {
      const tree = example();
      const copy = cloneTree(tree);
      disposeTree(tree);
      expectClose(copy.down, 5);
      return copy;
    }));

  it('name what is no tensor', () => {
    const broken = { a: { b: undefined } } as unknown as TensorTree;
    expect(() => leaves(broken)).toThrow(/expected a tensor or an object of tensors at 'a\/b', found undefined/);
    expect(() => leaves({ a: [tf.scalar(1)] } as unknown as TensorTree)).toThrow(/at 'a', found an array/);
    expect(() => leaves({ 'a/b': tf.scalar(1) })).toThrow(/names without '\/', found 'a\/b'/);
  });
});

describe('valueAndGrads', () => {
  it('differentiates every leaf, and gives zeros where a leaf has no part', () => {
    const params = { a: tf.tensor1d([1, 2]), deep: { b: tf.scalar(3) }, unused: tf.ones([2, 2]) };
    const { value, grads } = valueAndGrads(({ a, deep }) => tf.sum(tf.mul(tf.square(a), deep.b)), params);
    expectClose(value, 15);
    expectClose(grads.a, [6, 12]);
    expectClose(grads.deep.b, 5);
    expectClose(grads.unused, [
      [0, 0],
      [0, 0],
    ]);
  });

  it('adds up the gradients of a tensor that occurs twice', () => {
    const shared = tf.scalar(3);
    const { grads } = valueAndGrads(({ a, b }) => tf.mul(a, b), { a: shared, b: shared });
    expectClose(grads.a, 6);
    expectClose(grads.b, 6);
  });

  it('wants a scalar', () => {
    expect(() => valueAndGrads((a: tf.Tensor) => tf.square(a) as tf.Scalar, tf.tensor1d([1, 2]) as tf.Tensor)).toThrow(
      /expected a scalar .* found shape \[2\]/,
    );
  });

  it('leaves nothing behind', () => {
    const params = { a: tf.tensor1d([1, 2]) };
    expectNoLeak(() => valueAndGrads(({ a }) => tf.sum(tf.exp(a)), params));
  });
});
