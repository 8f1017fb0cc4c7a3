import { expectClose, expectNoLeak, onBackend } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { backends } from '../../test/backends.js';
import { child, rng } from '../rng.js';
import { philoxUniform } from './philox.js';
import { childSeed, dropout, randomNormalFrom, randomUniformFrom, seedTensor } from './seeded.js';

const seed = () => seedTensor(rng(17));

describe.each(backends)('numbers from a seed tensor on %s', (backend) => {
  it('are those of plain JavaScript, to the bit', () =>
    onBackend(backend, () => {
      for (const values of [
        [0, 0],
        [1, 2],
        [-1, 5],
        [2147483647, -2147483648],
      ]) {
        const drawn = randomUniformFrom(tf.tensor1d(values, 'int32'), [3, 333]).dataSync();
        expect(drawn).toEqual(philoxUniform(values, 999));
      }
    }));

  it('differ by seed and by label', () =>
    onBackend(backend, () => {
      const draw = (s: tf.Tensor1D) => randomUniformFrom(s, [100]).dataSync();
      expect(draw(seed())).toEqual(draw(seed()));
      expect(draw(seed())).not.toEqual(draw(seedTensor(child(rng(17), 1))));
      expect(draw(childSeed(seed(), 'a'))).toEqual(draw(childSeed(seed(), 'a')));
      expect(draw(childSeed(seed(), 'a'))).not.toEqual(draw(childSeed(seed(), 'b')));
    }));

  it('have the moments of their distributions', () =>
    onBackend(backend, () => {
      const moments = (x: tf.Tensor) => Object.values(tf.moments(x)).map((value: tf.Tensor) => value.dataSync()[0]!);
      // 100,000 values: standard errors 0.003 of the mean of N(0, 1), 0.0045 of its variance, less for the uniform.
      const normal = moments(randomNormalFrom(seed(), [100_000], 2, 3));
      expectClose(normal, [2, 9], { atol: 0.06 });
      expectClose(moments(randomUniformFrom(seed(), [100_000], -1, 3)), [1, 16 / 12], { atol: 0.02 });
    }));

  it('drop values at the rate, and keep the expectation', () =>
    onBackend(backend, () => {
      const dropped = dropout(tf.fill([50, 1000], 3), 0.2, seed());
      const values = dropped.dataSync();
      expect(new Set(values)).toEqual(new Set([0, 3.75]));
      // 50,000 draws: the standard error of the rate is 0.0018.
      expectClose(values.filter((value) => value === 0).length / 50_000, 0.2, { atol: 0.007 });
      expectClose(dropout(tf.ones([3]), 0, seed()), [1, 1, 1]);
    }));

  it('pass the gradient where the value was kept', () =>
    onBackend(backend, () => {
      const x = tf.ones([64]);
      expectClose(tf.grad((input) => dropout(input, 0.5, seed()))(x), dropout(x, 0.5, seed()));
    }));

  it('leave no tensor behind', () =>
    onBackend(backend, () => {
      const s = seed();
      const x = tf.ones([3, 4]);
      expectNoLeak(() => dropout(x, 0.5, s));
      expectNoLeak(() => randomNormalFrom(s, [3, 4]));
      expectNoLeak(() => childSeed(s, 'a'));
    }));
});

describe('numbers from a seed tensor', () => {
  it('need a seed of two integers and a rate below one', () => {
    expect(() => randomUniformFrom(tf.tensor1d([1], 'int32'), [2])).toThrow('seed: expected shape [2], found [1].');
    expect(() => dropout(tf.ones([2]), 1, seed())).toThrow(/dropout rate: expected a number from 0 to/);
  });
});
