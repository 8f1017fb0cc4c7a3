import { expectClose, expectNoLeak, onBackend } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { backends } from '../../test/backends.js';
import { disposeTree, type TensorTree } from '../tree.js';
import { adadelta, adam } from './adaptive.js';
import { momentum, sgd } from './gradient-descent.js';
import { addWeightDecay, clipByGlobalNorm } from './gradients.js';
import type { Optimiser } from './optimiser.js';

const GRADIENTS = [0.5, -2, 0.25, 1];

/** Four steps from 1 with fixed gradients, on one number. */
function path<State extends TensorTree>(optimiser: Optimiser<State>, learningRate?: number): number[] {
  let params = { layer: { weight: tf.tensor1d([1]) } };
  let state = optimiser.init(params);
  return GRADIENTS.map((grad) => {
    const rate = learningRate === undefined ? undefined : tf.scalar(learningRate);
    const next = optimiser.update(params, { layer: { weight: tf.tensor1d([grad]) } }, state, rate);
    ({ params, state } = next);
    return params.layer.weight.dataSync()[0]!;
  });
}

/** The same four steps in plain numbers: `step` gives the new value. */
function plain(step: (value: number, grad: number, time: number) => number): number[] {
  let value = 1;
  return GRADIENTS.map((grad, index) => (value = step(value, grad, index + 1)));
}

const rules: Record<string, [Optimiser<TensorTree>, number[]]> = {
  sgd: [sgd({ learningRate: 0.1 }), plain((value, grad) => value - 0.1 * grad)],
  momentum: [momentum({ learningRate: 0.1, momentum: 0.8 }), momentumPath(false)],
  'momentum with a look ahead': [momentum({ learningRate: 0.1, momentum: 0.8, nesterov: true }), momentumPath(true)],
  adam: [adam({ learningRate: 0.1, beta1: 0.7, beta2: 0.9, epsilon: 0.01 }), adamPath()],
  adadelta: [adadelta({ rho: 0.8, epsilon: 0.01 }), adadeltaPath()],
};

function momentumPath(nesterov: boolean): number[] {
  let velocity = 0;
  return plain((value, grad) => {
    velocity = 0.8 * velocity + grad;
    return value - 0.1 * (nesterov ? grad + 0.8 * velocity : velocity);
  });
}

function adamPath(): number[] {
  let [mean, variance] = [0, 0];
  return plain((value, grad, time) => {
    mean = 0.7 * mean + 0.3 * grad;
    variance = 0.9 * variance + 0.1 * grad ** 2;
    return value - (0.1 * (mean / (1 - 0.7 ** time))) / (Math.sqrt(variance / (1 - 0.9 ** time)) + 0.01);
  });
}

function adadeltaPath(): number[] {
  let [gradients, updates] = [0, 0];
  return plain((value, grad) => {
    gradients = 0.8 * gradients + 0.2 * grad ** 2;
    const update = -(Math.sqrt(updates + 0.01) / Math.sqrt(gradients + 0.01)) * grad;
    updates = 0.8 * updates + 0.2 * update ** 2;
    return value + update;
  });
}

describe.each(backends)('optimisers on %s', (backend) => {
  it.each(Object.entries(rules))('%s follows its formula', (_, [optimiser, expected]) =>
    onBackend(backend, () => expectClose(path(optimiser), expected)),
  );

  it('take the learning rate as a tensor', () =>
    onBackend(backend, () => {
      expectClose(path(sgd({ learningRate: 9 }), 0.1), rules['sgd']![1]);
      expectClose(path(momentum({ learningRate: 9, momentum: 0.8 }), 0.1), rules['momentum']![1]);
      expectClose(path(adam({ learningRate: 9, beta1: 0.7, beta2: 0.9, epsilon: 0.01 }), 0.1), rules['adam']![1]);
      const half = path(adadelta({ rho: 0.8, epsilon: 0.01 }), 0.5)[0]!;
      expectClose(half, 1 + (rules['adadelta']![1][0]! - 1) / 2);
    }));

  it.each(Object.entries(rules))('%s changes nothing in place and leaves nothing behind', (_, [optimiser]) =>
    onBackend(backend, () => {
      const params = { b: tf.tensor1d([1, 2]), a: { c: tf.scalar(3) }, empty: {} };
      const grads = { b: tf.tensor1d([1, 1]), a: { c: tf.scalar(1) }, empty: {} };
      const state = optimiser.init(params);
      expectNoLeak(() => optimiser.update(params, grads, state));
      expectClose(params.b, [1, 2]);
      const next = optimiser.update(params, grads, state);
      expect(Object.keys(next.params)).toEqual(['b', 'a', 'empty']);
      disposeTree(next);
    }),
  );

  it('clips all gradients by their common norm', () =>
    onBackend(backend, () => {
      const grads = { a: tf.tensor1d([3, 0]), b: tf.scalar(4) };
      const clipped = clipByGlobalNorm(grads, 2.5);
      expectClose(clipped.norm, 5);
      expectClose(clipped.grads.a, [1.5, 0]);
      expectClose(clipped.grads.b, 2);
      expectClose(clipByGlobalNorm(grads, 10).grads.b, 4);
      expectClose(clipByGlobalNorm({ zero: tf.zeros([2]) }, 1).grads.zero, [0, 0]);
      expectNoLeak(() => clipByGlobalNorm(grads, 1));
    }));

  it('decays kernels, and what else is asked for', () =>
    onBackend(backend, () => {
      const params = { layer: { kernel: tf.scalar(10), bias: tf.scalar(10) } };
      const grads = { layer: { kernel: tf.scalar(1), bias: tf.scalar(1) } };
      const decayed = addWeightDecay(grads, params, 0.1);
      expectClose(decayed.layer.kernel, 2);
      expectClose(decayed.layer.bias, 1);
      expectClose(addWeightDecay(grads, params, 0.1, (path) => path.endsWith('bias')).layer.bias, 2);
      expectNoLeak(() => addWeightDecay(grads, params, 0.1));
    }));
});

describe('optimisers', () => {
  it('name a leaf that has no gradient or no state', () => {
    const params = { a: tf.scalar(1), b: tf.scalar(1) };
    const partial = { a: tf.scalar(1) } as typeof params;
    expect(() => sgd({ learningRate: 1 }).update(params, partial, {})).toThrow(
      /expected a gradient for 'b', found none/,
    );
    const optimiser = momentum({ learningRate: 1 });
    expect(() => optimiser.update(params, params, optimiser.init(partial))).toThrow(/expected a state for 'b'/);
  });
});
