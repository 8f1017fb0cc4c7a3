import { expectClose, onBackend } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { backends } from '../../test/backends.js';
import { chooseBackend } from '../backend.js';
import { record } from '../compile/record.js';
import { nativeBackend } from './backend.js';

const { name } = await chooseBackend();

const rows = () =>
  tf.tensor2d([
    [3, 1, 3],
    [-2, -5, 0],
  ]);

describe.each(backends)('the gradient of an extreme on %s', (backend) => {
  it('goes to every value that equals it', () =>
    onBackend(backend, () => {
      const upstream = tf.tensor1d([10, 20]);
      const of = (f: (x: tf.Tensor) => tf.Tensor) => tf.grad(f)(rows(), upstream);
      const largest = [
        [10, 0, 10],
        [0, 0, 20],
      ];
      expectClose(
        of((x) => tf.max(x, 1)),
        largest,
      );
      expectClose(
        of((x) => tf.min(tf.neg(x), -1)),
        largest.map((row) => row.map((value) => -value)),
      );
      const whole = tf.grad((x: tf.Tensor) => tf.max(x))(rows(), tf.scalar(7));
      expectClose(whole, [
        [7, 0, 7],
        [0, 0, 0],
      ]);
    }));
});

describe.skipIf(name !== 'tensorflow')('the recorded gradient of a maximum', () => {
  it('chooses, without writing zeros and ones', () => {
    const gradient = (x: tf.Tensor) => tf.grad((input: tf.Tensor) => tf.max(input, 1))(x);
    const { graph } = record(nativeBackend()!, ([x]) => gradient(x!), [rows()]);
    const operations = graph.nodes.map(({ operation }) => operation);
    expect(operations).toContain('SelectV2');
    expect(operations).not.toContain('Cast');
  });
});
