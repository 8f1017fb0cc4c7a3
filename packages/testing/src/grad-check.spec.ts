import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradCheck } from './grad-check.js';
import { startCpu } from '../test/start-cpu.js';

beforeAll(startCpu);

const halved = tf.customGrad((x: tf.Tensor | tf.GradSaveFunc) => ({
  value: tf.square(x as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => tf.mul(dy, x as tf.Tensor),
}));

describe('gradCheck', () => {
  it('accepts right gradients of every leaf and counts them', () => {
    const input = { a: tf.tensor1d([0.3, -0.7, 1.1]), b: { c: tf.tensor2d([[0.2], [0.5], [-0.4]]) } };
    const result = gradCheck(({ a, b }) => tf.matMul(tf.tanh(tf.reshape(a, [1, 3])), tf.exp(b.c)), input);
    expect(result.checked).toBe(6);
    expect(result.worst).toBeLessThan(1e-3);
  });

  it('finds a wrong factor', () => {
    expect(() => gradCheck((x) => halved(x), tf.tensor1d([0.5, 1.5]))).toThrow(/at 1: the gradient is/);
  });

  it('finds a gradient that is NaN', () => {
    expect(() => gradCheck((x) => tf.norm(x), tf.tensor1d([0, 0]))).toThrow(/gradient is NaN/);
  });

  it('finds a gradient that is missing', () => {
    expect(() =>
      gradCheck(({ a, b }) => tf.add(tf.square(a), tf.tensor(b.dataSync())), { a: tf.scalar(1), b: tf.tensor1d([1]) }),
    ).toThrow(/'b' at 0/);
  });

  it('checks as many values as asked for', () => {
    expect(gradCheck((x) => tf.sin(x), tf.linspace(0, 1, 50), { samplesPerLeaf: 7 }).checked).toBe(7);
  });

  it('refuses an input that has nothing to check', () => {
    expect(() => gradCheck((x) => tf.cast(x, 'float32'), tf.tensor1d([1], 'int32'))).toThrow(/float32/);
  });

  it('leaves no tensor behind', () => {
    const x = tf.tensor1d([0.1, 0.2]);
    const before = tf.memory().numTensors;
    gradCheck((input) => tf.cos(input), x);
    expect(tf.memory().numTensors).toBe(before);
  });
});
