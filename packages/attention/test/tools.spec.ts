import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, disposeTree, leaves, rng, valueAndGrads, type TensorTree } from '@atlas/tensor';
import { expectClose, expectNoLeak } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ablate,
  ablationEffect,
  batchNormalise,
  checkGradients,
  constant,
  countTrainable,
  drawWeights,
  exampleInstance,
  initBatchNormalisation,
  isTrainable,
  mechanisms,
  requireFinite,
  StatisticsUpdate,
  stopGradient,
  uniform,
  withFixedWeights,
} from '../src/index.js';
import { cases, randomInstance } from './support/cases.js';

beforeAll(() => chooseBackend());

describe('taking the decision away', () => {
  it.each(cases)('%s: another decision gives another output', (_title, mechanism, example) => {
    const instance = randomInstance(mechanism, example);
    expect(ablationEffect(instance, constant(0.3))).toBeGreaterThan(1e-4);
  });

  it('makes attention exactly uniform', () => {
    const { weights, output } = ablate(randomInstance(mechanisms['scaled-dot-product'], 'plain'), uniform);
    expectClose(weights as tf.Tensor, tf.fill([2, 3, 7], 1 / 7));
    expect(output.shape).toEqual([2, 3, 11]);
  });

  it('with gates of one gives the input back', () => {
    const instance = randomInstance(mechanisms.se, 'paper');
    expectClose(ablate(instance, constant(1)).output, instance.input as tf.Tensor);
  });

  it('leaves a mechanism that has all parameters and learns with f alone', () => {
    const fixed = withFixedWeights(mechanisms['self-attention'], uniform);
    const instance = exampleInstance(fixed, rng(1), 'plain');
    expect(countTrainable(instance.params)).toBe(
      countTrainable(exampleInstance(mechanisms['self-attention'], rng(1), 'plain').params),
    );
    expectClose(instance.g(instance.params, instance.input) as tf.Tensor, tf.fill([2, 5, 5], 0.2));
    const { grads } = valueAndGrads(
      (at: TensorTree) => tf.sum(tf.square(instance.apply(at, instance.input).output)) as tf.Scalar,
      instance.params,
    );
    const size = new Map(leaves(grads).map(([path, leaf]) => [path, tf.max(tf.abs(leaf)).dataSync()[0]!]));
    expect(size.get('query/kernel')).toBe(0);
    expect(size.get('value/kernel')).toBeGreaterThan(0.01);
  });

  it('leaves no tensor behind', () => {
    const instance = randomInstance(mechanisms.cbam, 'code');
    expectNoLeak(() => {
      const { output, weights } = ablate(instance, uniform);
      return { output, weights };
    });
    expectNoLeak(() => void ablationEffect(instance, constant(0)));
  });
});

describe('drawing the weights', () => {
  it.each(cases)('%s: one row for every weight, with a place on every axis', (_title, mechanism, example) => {
    const instance = randomInstance(mechanism, example);
    const before = tf.memory().numTensors;
    const tables = drawWeights(instance);
    expect(tf.memory().numTensors).toBe(before);
    for (const { axes, shape, rows } of tables) {
      expect(rows).toHaveLength(shape.reduce((product, size) => product * size, 1));
      expect(Object.keys(rows[0]!).sort()).toEqual([...axes, 'weight'].sort());
    }
  });

  it('puts every weight at its place, and selects', () => {
    const instance = randomInstance(mechanisms['multi-head'], 'plain');
    const values = (instance.g(instance.params, instance.input) as tf.Tensor4D).arraySync();
    const [table] = drawWeights(instance, { batch: 1, head: 2 });
    expect(table!.rows).toHaveLength(25);
    for (const row of table!.rows) {
      expect([row['batch'], row['head']]).toEqual([1, 2]);
      expect(row.weight).toBe(values[1]![2]![row['query'] as number]![row['key'] as number]);
    }
  });
});

describe('checking gradients', () => {
  const x = () => ({ x: tf.tensor1d([0.3, -0.7, 1.1]) });

  it('accepts a right one', () => {
    const [found] = checkGradients(({ x }) => tf.sin(x), x());
    expect(found).toMatchObject({ path: 'x', finite: true, checked: 3, kinks: 0 });
    expect(found!.error).toBeLessThan(1e-4);
  });

  it('finds a wrong one, a missing one and one that is not finite', () => {
    const wrong = tf.customGrad((...args) => ({
      value: tf.square(args[0] as tf.Tensor),
      gradFunc: (dy: tf.Tensor) => tf.mul(dy, 1.5),
    }));
    expect(checkGradients(({ x }) => wrong(x), x())[0]!.error).toBeGreaterThan(0.1);
    const stopped = checkGradients(({ x }) => stopGradient(tf.sin(x)), x())[0]!;
    expect(stopped.largest).toBe(0);
    expect(stopped.error).toBeGreaterThan(0.1);
    expect(checkGradients(({ x }) => tf.sqrt(tf.relu(x)), { x: tf.tensor1d([0]) })[0]!.finite).toBe(false);
  });

  it('tells a kink from an error', () => {
    const [found] = checkGradients(({ x }) => tf.relu(x), { x: tf.tensor1d([0, 0.002, 0.5, -0.5]) });
    expect(found).toMatchObject({ kinks: 1, checked: 3 });
    expect(found!.error).toBeLessThan(1e-4);
  });
});

describe('batch normalisation in a parameter tree', () => {
  const x = () =>
    tf.tensor2d([
      [1, 10],
      [3, 30],
      [5, 20],
      [7, 20],
    ]);

  it('uses the running statistics unless it trains, and moves them only through the update', () => {
    const params = { inner: { normalisation: initBatchNormalisation(2) } };
    expectClose(batchNormalise(params.inner.normalisation, x()), x(), { rtol: 1e-4 });
    const statistics = new StatisticsUpdate();
    const output = batchNormalise(params.inner.normalisation, x(), { training: true, statistics });
    expectClose(tf.mean(output, 0), [0, 0], { atol: 1e-5 });
    expectClose(params.inner.normalisation.statistics.mean, [0, 0]);
    const moved = statistics.apply(params).inner.normalisation;
    // 0.9 of the old, 0.1 of the batch; the variance without bias: 20/3 and 200/3.
    expectClose(moved.statistics.mean, [0.4, 2]);
    expectClose(moved.statistics.variance, [0.9 + 2 / 3, 0.9 + 20 / 3]);
    expect(moved.scale).toBe(params.inner.normalisation.scale);
  });

  it('keeps the moved statistics beyond the tidy of a training step, and leaves nothing else', () => {
    const params = initBatchNormalisation(2);
    const input = x();
    expectNoLeak(() => {
      const update = new StatisticsUpdate();
      const { value, grads } = valueAndGrads(
        (at: typeof params) =>
          tf.sum(tf.square(batchNormalise(at, input, { training: true, statistics: update }))) as tf.Scalar,
        params,
      );
      const { statistics } = update.apply(params);
      return { value, grads, mean: statistics.mean, variance: statistics.variance };
    });
  });

  it('moves the statistics of every mechanism that has some, at every normalisation', () => {
    for (const [, mechanism, example] of cases) {
      const update = new StatisticsUpdate();
      const instance = exampleInstance(mechanism, rng(1), example, { training: true, statistics: update });
      disposeTree({ ...instance.apply(instance.params, instance.input) });
      const moved = new Map(leaves(update.apply(instance.params)));
      for (const [path, leaf] of leaves(instance.params)) {
        if (isTrainable(path)) expect(moved.get(path), path).toBe(leaf);
        else expect(moved.get(path), `${mechanism.name} ${path}`).not.toBe(leaf);
      }
    }
  });

  it('tells what an optimiser may move from what it may not', () => {
    expect(isTrainable('block/normalisation/scale')).toBe(true);
    expect(isTrainable('block/normalisation/statistics/mean')).toBe(false);
    expect(countTrainable({ normalisation: initBatchNormalisation(5) })).toBe(10);
  });
});

it('names the leaf, the place and the value that is not finite', () => {
  const tree = { a: tf.tensor1d([1, 2]), b: { c: tf.tensor2d([[0, -Infinity]]) } };
  expect(() => requireFinite(tree, 'se params')).toThrow(
    'se params/b/c: expected finite numbers, found -Infinity at index 1 of [1, 2].',
  );
});
