import { chooseBackend, disposeTree, leaves } from '@atlas/tensor';
import { disposeInstance, mechanisms } from '../src/index.js';
import { expectClose, type Tolerance } from '@atlas/testing';
import type * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Nd } from './reference/nd.js';
import type { Reference } from './reference/reference.js';
import { references } from './reference/index.js';
import { cases, plain, plainLeaves, randomInstance } from './support/cases.js';

beforeAll(() => chooseBackend());

/** float32 against float64; sums over a few hundred terms of order one. */
const tolerance: Tolerance = { rtol: 2e-4, atol: 2e-5 };

function expectNd(actual: tf.Tensor, expected: Nd): void {
  expect(actual.shape).toEqual([...expected.shape]);
  expectClose(actual.flatten(), expected.data, tolerance);
}

describe('every mechanism gives what plain loops over the equations of its paper give', () => {
  it('has a reference for every entry of the registry', () => {
    expect(Object.keys(references).sort()).toEqual(Object.keys(mechanisms).sort());
  });

  it.each(cases)('%s', (_title, mechanism, example) => {
    const instance = randomInstance(mechanism, example);
    const reference: Reference<never> = references[mechanism.name as keyof typeof references];
    const expected = reference(plain(instance.params), plain(instance.input), instance.config as never);
    const { output, weights } = instance.apply(instance.params, instance.input);
    expectNd(output, expected.output);
    const found = new Map(leaves(weights));
    const wanted = plainLeaves(expected.weights);
    expect([...found.keys()]).toEqual(wanted.map(([path]) => path));
    for (const [path, values] of wanted) expectNd(found.get(path)!, values);
    output.dispose();
    disposeTree(weights);
    disposeInstance(instance);
  });
});
