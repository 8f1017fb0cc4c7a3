import { distinctSizes, expectClose, expectNoLeak, gradCheck, holdsFor, onBackend } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { backends } from '../test/backends.js';
import { dense, initDense, type DenseParams } from './dense.js';
import { child, randomNormal, rng } from './rng.js';

describe.each(backends)('dense on %s', (backend) => {
  const params = () => ({ ...initDense(3, 2, rng(1)), bias: tf.tensor1d([0.5, -0.25]) });

  it('computes a case worked out by hand', () =>
    onBackend(backend, () => {
      const kernel = tf.tensor2d([
        [1, 2],
        [3, 4],
        [5, 6],
      ]);
      // 1·1 + 2·3 + 3·5 + 10 and 1·2 + 2·4 + 3·6 + 20
      expectClose(dense({ kernel, bias: tf.tensor1d([10, 20]) }, tf.tensor1d([1, 2, 3])), [32, 48]);
      expectClose(dense({ kernel }, tf.tensor2d([[1, 2, 3]])), [[22, 28]]);
    }));

  it('works along the last axis of every rank, as row by row', () =>
    onBackend(backend, () => {
      holdsFor(
        distinctSizes(5, 11),
        ([a, b, c, inputs, outputs]) => {
          const layer = initDense(inputs!, outputs!, rng(a!));
          const x = randomNormal(rng(b!), [a!, b!, c!, inputs!]);
          const whole = dense(layer, x);
          expect(whole.shape).toEqual([a, b, c, outputs]);
          const row = dense(layer, tf.reshape(tf.slice(x, [a! - 1, b! - 1, c! - 1, 0], [1, 1, 1, inputs!]), [inputs!]));
          expectClose(tf.reshape(tf.slice(whole, [a! - 1, b! - 1, c! - 1, 0], [1, 1, 1, outputs!]), [outputs!]), row);
        },
        10,
      );
    }));

  it('has right gradients for kernel, bias and input', () =>
    onBackend(backend, () => {
      const x = randomNormal(rng(2), [2, 5, 3]);
      gradCheck(({ params, x }) => tf.tanh(dense(params as DenseParams, x)), { params: params(), x });
      gradCheck(({ params, x }) => dense(params as DenseParams, x), { params: params(), x: tf.tensor1d([1, 2, 3]) });
    }));

  it('leaves no tensor behind', () =>
    onBackend(backend, () => {
      const [layer, x] = [params(), tf.ones([4, 3])];
      expectNoLeak(() => dense(layer, x));
      expectNoLeak(() => tf.grad((input) => dense(layer, input))(x));
    }));
});

describe('initDense', () => {
  const spread = (kernel: tf.Tensor) => Math.sqrt(tf.mean(tf.square(kernel)).dataSync()[0]!);

  it('starts the bias at zero, or has none', () => {
    expectClose(initDense(3, 2, rng(1)).bias!, [0, 0]);
    expect(initDense(3, 2, rng(1), { bias: false })).not.toHaveProperty('bias');
  });

  it('spreads the kernel as the rule says', () => {
    const kernel = (init: Parameters<typeof initDense>[3]) => spread(initDense(200, 300, rng(1), init).kernel);
    expect(kernel({})).toBeCloseTo(Math.sqrt(6 / 500 / 3), 3); // uniform in ±a has standard deviation a / √3
    expect(kernel({ init: 'he' })).toBeCloseTo(Math.sqrt(2 / 200), 2);
    expect(kernel({ init: { std: 0.3 } })).toBeCloseTo(0.3, 2);
    expect(kernel({ init: 'zeros' })).toBe(0);
  });

  it.each([
    [5, 5],
    [7, 3],
    [3, 7],
  ])('makes %i x %i kernels orthogonal', (inputs, outputs) => {
    const { kernel } = initDense(inputs, outputs, rng(4), { init: 'orthogonal' });
    const gram = inputs > outputs ? tf.matMul(kernel, kernel, true, false) : tf.matMul(kernel, kernel, false, true);
    expectClose(gram, tf.eye(Math.min(inputs, outputs)), { atol: 1e-5 });
  });

  it('draws other values under another label', () => {
    const [one, two] = ['one', 'two'].map((label) => initDense(3, 3, child(rng(1), label)).kernel.dataSync());
    expect(one).not.toEqual(two);
  });

  it('names what does not fit', () => {
    expect(() => initDense(0, 2, rng(1))).toThrow('initDense inputs: expected an integer of at least 1, found 0.');
    expect(() => dense(initDense(3, 2, rng(1)), tf.zeros([2, 4]))).toThrow(
      'dense x: expected shape [..., 3], found [2, 4].',
    );
    expect(() => dense(initDense(3, 2, rng(1)), tf.scalar(1))).toThrow('found [].');
    expect(() => dense({ ...initDense(3, 2, rng(1)), bias: tf.zeros([3]) }, tf.zeros([2, 3]))).toThrow(/dense bias/);
  });
});
