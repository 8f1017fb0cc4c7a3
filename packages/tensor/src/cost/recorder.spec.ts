import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { convolution, initConvolution } from '../convolution.js';
import { dense, initDense } from '../dense.js';
import { rng } from '../rng.js';
import { costScope, countOperations, logicalProduct, sumOperations, uncounted } from './recorder.js';

beforeAll(() => tf.setBackend('cpu'));

const image = () => tf.zeros<tf.Rank.R4>([2, 7, 5, 6]);

function convolutionCount(config: { groups?: number; dilation?: number; strides?: number }): number {
  const { groups = 1, dilation = 1, strides = 1 } = config;
  const params = initConvolution({ kernelSize: 3, inChannels: 6, outChannels: 4, groups }, rng(1));
  const { operations } = countOperations(() => convolution(params, image(), { groups, dilation, strides }));
  return sumOperations(operations, ['convolution']);
}

describe('countOperations', () => {
  it('counts a convolution by its output and its kernel', () => {
    // 2 images, 7 x 5 positions, 4 output channels, each reads 3 x 3 x 6 values
    expect(convolutionCount({})).toBe(2 * 7 * 5 * 4 * (3 * 3 * 6));
  });

  it('counts a strided convolution at the positions that it visits', () => {
    expect(convolutionCount({ strides: 2 })).toBe(2 * 4 * 3 * 4 * (3 * 3 * 6));
  });

  it('counts groups and dilation as the logical operation, however it is carried out', () => {
    expect(convolutionCount({ groups: 2 })).toBe(2 * 7 * 5 * 4 * (3 * 3 * 3));
    expect(convolutionCount({ dilation: 2 })).toBe(2 * 7 * 5 * 4 * (3 * 3 * 6));
  });

  it('tells a dense layer from a product of two computed matrices', () => {
    const params = initDense(6, 11, rng(1));
    const { operations } = countOperations(() => {
      const rows = dense(params, image()); // [2, 7, 5, 11]
      return tf.matMul(rows, rows, false, true); // [2, 7, 5, 5]
    });
    expect(sumOperations(operations, ['dense'])).toBe(2 * 7 * 5 * 6 * 11);
    expect(sumOperations(operations, ['matmul'])).toBe(2 * 7 * 5 * 5 * 11);
  });

  it('reads the inner size of a transposed product from the right axis', () => {
    const { operations } = countOperations(() => tf.matMul(tf.zeros([3, 5, 2]), tf.zeros([3, 5, 7]), true, false));
    expect(sumOperations(operations, ['matmul'])).toBe(3 * 2 * 5 * 7);
  });

  it('counts a convolution that is called without the helper, depthwise too', () => {
    const { operations } = countOperations(() => [
      tf.conv2d(image(), tf.zeros([3, 3, 6, 4]), 1, 'same'),
      tf.depthwiseConv2d(image(), tf.zeros([3, 1, 6, 2]), 1, 'same'),
    ]);
    expect(operations.map(({ count }) => count)).toEqual([2 * 7 * 5 * 4 * 54, 2 * 7 * 5 * 12 * 3]);
  });

  it('counts windows, reductions and elementwise work apart', () => {
    const { operations } = countOperations(() =>
      tf.relu(tf.mean(tf.maxPool(image(), [3, 2], [2, 1], 'valid'), [1, 2])),
    );
    expect(operations.map(({ kind, count }) => [kind, count])).toEqual([
      ['pooling', 2 * 3 * 4 * 6 * (3 * 2)],
      ['reduction', 2 * 3 * 4 * 6],
      ['elementwise', 2 * 6],
    ]);
  });

  it('counts nothing for operations that only move values', () => {
    const { operations } = countOperations(() =>
      tf.reshape(tf.concat([tf.transpose(image()), tf.transpose(image())]), [-1]),
    );
    expect(operations).toEqual([]);
  });

  it('names the scope of every operation', () => {
    const { operations } = countOperations(() =>
      costScope('stage', () => {
        const inner = costScope('block', () => tf.relu(image()));
        return tf.sigmoid(inner);
      }),
    );
    expect(operations.map(({ scope }) => scope)).toEqual(['stage/block', 'stage']);
    expect(sumOperations(operations, ['elementwise'], (scope) => scope.startsWith('stage/'))).toBe(420);
  });

  it('leaves the scope when its body throws', () => {
    const { operations } = countOperations(() => {
      expect(() =>
        costScope('broken', () => {
          throw new Error('no');
        }),
      ).toThrow('no');
      return tf.relu(image());
    });
    expect(operations.map(({ scope }) => scope)).toEqual(['']);
  });

  it('counts a product inside a product once', () => {
    const kernel = tf.zeros([6, 3]);
    const { operations } = countOperations(() =>
      logicalProduct('dense', kernel, () => logicalProduct('dense', kernel, () => tf.zeros([4, 3]))),
    );
    expect(operations).toEqual([{ kind: 'dense', count: 4 * 3 * 6, scope: '' }]);
  });

  it('leaves out what is computed by products and is none', () => {
    const { operations } = countOperations(() => {
      uncounted(() => tf.matMul(tf.zeros([2, 3]), tf.zeros([3, 4])));
      return tf.matMul(tf.zeros([2, 3]), tf.zeros([3, 4]));
    });
    expect(operations.filter(({ kind }) => kind === 'matmul')).toEqual([{ kind: 'matmul', count: 24, scope: '' }]);
  });

  it('frees what it does not return and stops listening afterwards', () => {
    const before = tf.memory().numTensors;
    const { result, operations } = countOperations(() => tf.relu(tf.relu(image())));
    expect(tf.memory().numTensors).toBe(before + 1);
    tf.relu(result).dispose();
    expect(operations).toHaveLength(2);
  });

  it('stops listening when the computation throws', () => {
    expect(() =>
      countOperations(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(countOperations(() => tf.relu(image())).operations).toHaveLength(1);
  });

  it('refuses a count inside a count', () => {
    expect(() => countOperations(() => countOperations(() => image()).result)).toThrow(/costScope/);
  });
});
