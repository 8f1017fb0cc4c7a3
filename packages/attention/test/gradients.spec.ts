import { chooseBackend, disposeTree, leaves, rng } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkInstanceGradients,
  disposeInstance,
  exampleInstance,
  isTrainable,
  type Instance,
  type LeafGradient,
} from '../src/index.js';
import { cases, lively, randomInstance, SILENT } from './support/cases.js';

beforeAll(() => chooseBackend());

const learned = cases.filter(([, mechanism]) => mechanism.withoutGradient === undefined);

/** Differences of float32 functions of order ten. */
const TOLERANCE = 1.5e-3;

function expectRight(found: LeafGradient[], listed: { readonly [path: string]: string }): void {
  for (const { path, finite, error, checked, kinks } of found) {
    expect(finite, `${path} is finite`).toBe(true);
    // Where the gradient is stopped on purpose, a difference quotient finds what the gradient must not.
    if (path in listed) continue;
    expect(error, `${path} against central differences`).toBeLessThan(TOLERANCE);
    expect(checked, `${path}: ${kinks} entries at kinks, the others`).toBeGreaterThan(0);
  }
}

const listedOf = (instance: Instance, example: string) => instance.mechanism.examples[example]!.zeroGradients ?? {};

describe('gradients equal central differences, and every parameter and input has an effect', () => {
  it.each(learned)('%s', (_title, mechanism, example) => {
    const instance = lively(mechanism, example);
    const listed = listedOf(instance, example);
    const whole = checkInstanceGradients(instance, 'apply', { entries: 3 });
    expectRight(whole, listed);
    for (const { path, largest } of whole) {
      if (path in listed) expect(largest, `${path} is listed: ${listed[path]}`).toBeLessThan(SILENT);
      else expect(largest, `${path} has an effect`).toBeGreaterThan(SILENT);
    }
    for (const part of ['g', 'f'] as const) {
      expectRight(checkInstanceGradients(instance, part, { entries: 1 }), listed);
    }
    disposeInstance(instance);
  });

  it.each(learned)('%s lists only leaves that it has', (_title, mechanism, example) => {
    const instance = exampleInstance(mechanism, rng(1), example);
    const weights = instance.g(instance.params, instance.input);
    const paths = leaves({ params: instance.params, input: instance.input, weights }).map(([path]) => path);
    expect(paths).toEqual(expect.arrayContaining(Object.keys(listedOf(instance, example))));
    disposeTree(weights);
    disposeInstance(instance);
  });
});

const normalised = learned.filter(([, mechanism, example]) => {
  const instance = exampleInstance(mechanism, rng(1), example);
  const found = leaves(instance.params).some(([path]) => !isTrainable(path));
  disposeInstance(instance);
  return found;
});

describe('gradients through the statistics of a batch equal central differences', () => {
  it.each(normalised)('%s', (_title, mechanism, example) => {
    const drawn = randomInstance(mechanism, example);
    const instance = {
      ...exampleInstance(mechanism, rng(1), example, { training: true }),
      params: drawn.params,
      input: drawn.input,
    };
    expectRight(checkInstanceGradients(instance, 'apply', { entries: 1 }), listedOf(instance, example));
  });
});
