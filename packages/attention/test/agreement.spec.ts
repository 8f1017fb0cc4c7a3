import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { chooseBackend, compile, disposeTree, leaves, rng, valueAndGrads, type TensorTree } from '@atlas/tensor';
import { expectClose, expectNoLeak, expectNoLeakOnError, onBackend } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { disposeInstance, tidyTree, type Instance } from '../src/index.js';
import { cases, lively, randomInstance } from './support/cases.js';

let native = false;
beforeAll(async () => {
  native = (await chooseBackend()).name === 'tensorflow';
});

type Values = { readonly [path: string]: { readonly shape: readonly number[]; readonly data: Float32Array } };

function valuesOf(tree: TensorTree): Values {
  return Object.fromEntries(
    leaves(tree).map(([path, leaf]) => [path, { shape: leaf.shape, data: Float32Array.from(leaf.dataSync()) }]),
  );
}

function expectSame(actual: Values, expected: Values, tolerance: number): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [path, { shape, data }] of Object.entries(expected)) {
    expect(actual[path]!.shape, path).toEqual(shape);
    // Relative to the largest value of the tensor: small values are sums in which large ones cancel.
    const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    expectClose(actual[path]!.data, data, { rtol: 0, atol: tolerance * largest });
  }
}

type Step = { params: TensorTree; input: TensorTree };

/** Output, weights and all gradients of one step. */
function step(instance: Instance, { params, input }: Step): TensorTree {
  const { output, weights } = instance.apply(params, input);
  const { value, grads } = valueAndGrads(
    (at: Step) => tf.mean(tf.square(instance.apply(at.params, at.input).output)) as tf.Scalar,
    { params, input },
  );
  return { output, weights, value, grads };
}

const measured = (instance: Instance): Values => tidyTree(() => valuesOf(step(instance, instance)));

describe('the law: apply is f of g, and its weights are those of g', () => {
  it.each(cases)('%s', (_title, mechanism, example) => {
    const instance = randomInstance(mechanism, example);
    const { params, input } = instance;
    const whole = instance.apply(params, input);
    const weights = instance.g(params, input);
    const output = instance.f(params, weights, input);
    expectSame(valuesOf({ ...whole }), valuesOf({ output, weights }), 2e-6);
    disposeTree({ ...whole, again: { output, weights } });
    disposeInstance(instance);
  });
});

describe('the weights have the axes that the mechanism declares', () => {
  it.each(cases)('%s', (_title, mechanism, example) => {
    const instance = randomInstance(mechanism, example);
    const weights = instance.g(instance.params, instance.input);
    const axes = mechanism.weightAxes(instance.config);
    for (const [path, leaf] of leaves(weights)) expect(axes[path], path).toHaveLength(leaf.rank);
    disposeTree(weights);
    disposeInstance(instance);
  });
});

describe('no tensor is left behind', () => {
  it.each(cases)('%s', (_title, mechanism, example) => {
    const instance = randomInstance(mechanism, example);
    const { params, input } = instance;
    expectNoLeak(() => mechanism.init(instance.config, rng(1)));
    expectNoLeak(() => instance.g(params, input));
    expectNoLeak(() => instance.apply(params, input));
    expectNoLeak(() => tidyTree(() => step(instance, { params, input })));
    const wrong = tf.zeros([2, 3]);
    expectNoLeakOnError(() => instance.apply(params, wrong));
    wrong.dispose();
    disposeInstance(instance);
  });
});

describe('the native and the JavaScript backend agree, gradients included', () => {
  it.each(cases)('%s', async (_title, mechanism, example) => {
    const instance = lively(mechanism, example);
    const here = measured(instance);
    const there = await onBackend('cpu', () => measured(instance));
    expectSame(here, there, 1e-4);
    disposeInstance(instance);
  });
});

describe('one compiled graph gives what the same step gives op by op', () => {
  it.each(cases)('%s', (_title, mechanism, example) => {
    const instance = lively(mechanism, example);
    const arguments_: Step = { params: instance.params, input: instance.input };
    const compiled = compile((at: Step) => step(instance, at));
    const plain = measured(instance);
    const first = compiled(arguments_);
    const second = compiled(arguments_);
    expectSame(valuesOf(first), plain, 1e-5);
    expectSame(valuesOf(second), valuesOf(first), 1e-6);
    expect(compiled.graphs).toBe(native ? 1 : 0);
    compiled.dispose();
    disposeTree({ first, second });
    disposeInstance(instance);
  });
});
