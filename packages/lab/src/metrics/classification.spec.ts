import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend } from '@atlas/tensor';
import { expectClose, expectNoLeak } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { accuracy, confusionMatrix, crossEntropy } from './classification.js';

beforeAll(async () => void (await chooseBackend({ backend: 'cpu' })));

describe('crossEntropy', () => {
  const labels = (): tf.Tensor1D => tf.tensor1d([1, 0], 'int32');

  it('is the mean of -log of the probability of the label', () => {
    // softmax(0, log 3) = (1/4, 3/4); softmax(0, 0) = (1/2, 1/2)
    const logits = tf.tensor2d([
      [0, Math.log(3)],
      [0, 0],
    ]);
    expectClose(crossEntropy(logits, labels()), (-Math.log(3 / 4) - Math.log(1 / 2)) / 2);
  });

  it('gives part of the target to every class with label smoothing', () => {
    const logits = tf.tensor2d([
      [0, Math.log(3)],
      [0, 0],
    ]);
    const first = -(0.9 + 0.05) * Math.log(3 / 4) - 0.05 * Math.log(1 / 4);
    expectClose(crossEntropy(logits, labels(), 0.1), (first - Math.log(1 / 2)) / 2);
  });

  it('stays finite for extreme scores', () => {
    expectClose(
      crossEntropy(
        tf.tensor2d([
          [1e4, -1e4],
          [1e4, -1e4],
        ]),
        labels(),
      ),
      1e4,
    );
  });

  it('has the gradient (softmax - target) / n', () => {
    const gradient = tf.grad((logits) => crossEntropy(logits as tf.Tensor2D, labels()));
    expectClose(
      gradient(
        tf.tensor2d([
          [0, Math.log(3)],
          [0, 0],
        ]),
      ),
      [
        [0.125, -0.125],
        [-0.25, 0.25],
      ],
    );
  });

  it('leaks nothing', () => {
    const [logits, target] = [tf.zeros([2, 3]) as tf.Tensor2D, labels()];
    expectNoLeak(() => crossEntropy(logits, target, 0.1));
  });
});

describe('accuracy and confusionMatrix', () => {
  it('count', () => {
    expect(accuracy([1, 2, 0, 1], [1, 2, 1, 1])).toBe(0.75);
    expect(confusionMatrix([1, 2, 0, 1], [1, 2, 1, 1], 3)).toEqual([
      [0, 0, 0],
      [1, 2, 0],
      [0, 0, 1],
    ]);
  });

  it('refuse what cannot be compared', () => {
    expect(() => accuracy([1], [1, 2])).toThrow(/found 1 predictions and 2 labels/);
    expect(() => accuracy([], [])).toThrow(/at least one/);
    expect(() => confusionMatrix([3], [0], 3)).toThrow(/classes from 0 to 2, found label 0 and prediction 3 at 0/);
  });
});
