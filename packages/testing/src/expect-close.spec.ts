import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from './expect-close.js';
import { startCpu } from '../test/start-cpu.js';

beforeAll(startCpu);

describe('expectClose', () => {
  it('accepts equal values in tensors, typed arrays and nested arrays', () => {
    expectClose(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      [
        [1, 2],
        [3, 4],
      ],
    );
    expectClose(new Float32Array([1, 2]), [1, 2]);
    expectClose(tf.scalar(3), 3);
  });

  it('applies the relative and the absolute tolerance', () => {
    expectClose([1000.009], [1000]);
    expect(() => expectClose([1000.02], [1000])).toThrow(/expected 1000, found 1000\.02/);
    expectClose([1e-7], [0]);
    expect(() => expectClose([1e-5], [0])).toThrow(/1 of 1 values differ/);
    expectClose([1.4], [1], { atol: 0.5 });
  });

  it('takes NaN only for NaN and an infinity only for itself', () => {
    expectClose([NaN, Infinity, -Infinity], [NaN, Infinity, -Infinity]);
    expect(() => expectClose([Infinity], [NaN])).toThrow(/differ/);
    expect(() => expectClose([NaN], [1])).toThrow(/differ/);
    expect(() => expectClose([1], [NaN])).toThrow(/differ/);
    expect(() => expectClose([-Infinity], [Infinity])).toThrow(/differ/);
    expect(() => expectClose([1e38], [Infinity])).toThrow(/differ/);
  });

  it('compares shapes, not only values', () => {
    expect(() => expectClose(tf.tensor1d([1, 2]), [[1, 2]])).toThrow(/expected shape \[1, 2\], found \[2\]/);
    expect(() => expectClose(tf.zeros([0, 3]), tf.zeros([3, 0]))).toThrow(/shape/);
  });

  it('names the place of the worst difference', () => {
    expect(() =>
      expectClose(
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [
          [1, 2, 3.1],
          [4, 5, 9],
        ],
      ),
    ).toThrow(/2 of 6 values.*\[1, 2\]: expected 9, found 6/);
  });

  it('refuses ragged rows', () => {
    expect(() =>
      expectClose(
        [[1, 2], [3]],
        [
          [1, 2],
          [3, 4],
        ],
      ),
    ).toThrow(/actual is ragged/);
    expect(() => expectClose([1, 2], [1, [2]])).toThrow(/expected is ragged/);
  });
});
