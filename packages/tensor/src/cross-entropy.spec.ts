import { expectClose, expectNoLeak, gradCheck, onBackend } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { backends } from '../test/backends.js';
import { softmaxCrossEntropy } from './cross-entropy.js';
import { randomNormal, rng } from './rng.js';

describe.each(backends)('softmaxCrossEntropy on %s', (backend) => {
  const scores = () => randomNormal(rng(1), [2, 3, 5]);
  const classes = () =>
    tf.tensor2d(
      [
        [0, 4, 2],
        [1, 1, 3],
      ],
      [2, 3],
      'int32',
    );

  it('is the negative logarithm of the probability of the class', () =>
    onBackend(backend, () => {
      const rows = scores().arraySync() as number[][][];
      const wanted = classes().arraySync() as number[][];
      const expected = rows.map((row, i) =>
        row.map((values, j) => Math.log(values.reduce((sum, v) => sum + Math.exp(v), 0)) - values[wanted[i]![j]!]!),
      );
      expectClose(softmaxCrossEntropy(scores(), classes()), expected);
      expectClose(softmaxCrossEntropy(tf.tensor1d([0, Math.log(3)]), tf.scalar(1, 'int32')), -Math.log(3 / 4));
    }));

  it('has right gradients', () =>
    onBackend(backend, () => {
      const [x, y] = [scores(), classes()];
      gradCheck((input) => softmaxCrossEntropy(input, y), x);
    }));

  it('with smoothing mixes in the mean over all classes, with right gradients', () =>
    onBackend(backend, () => {
      const [x, y] = [scores(), classes()];
      const spread = tf.neg(tf.mean(tf.logSoftmax(x), -1)); // [2, 3]
      const expected = tf.add(tf.mul(softmaxCrossEntropy(x, y), 0.7), tf.mul(spread, 0.3));
      expectClose(softmaxCrossEntropy(x, y, { smoothing: 0.3 }), expected);
      gradCheck((input) => softmaxCrossEntropy(input, y, { smoothing: 0.3 }), x);
      expect(() => softmaxCrossEntropy(x, y, { smoothing: 1.5 })).toThrow(/smoothing: expected a number from 0 to 1/);
    }));

  it('stays finite for scores far apart', () =>
    onBackend(backend, () => {
      const far = tf.tensor2d([[1e4, 0, -1e4]]);
      expectClose(softmaxCrossEntropy(far, tf.tensor1d([1], 'int32')), [1e4]);
      expectClose(tf.grad((x) => softmaxCrossEntropy(x, tf.tensor1d([0], 'int32')))(far), [[0, 0, 0]]);
    }));

  it('is the same for many scores, far apart among them, as for each row alone', () =>
    onBackend(backend, () => {
      const x = tf.concat([randomNormal(rng(2), [39, 1000], 0, 3), tf.oneHot([7], 1000).mul(1e4)]) as tf.Tensor2D;
      const y = tf.range(0, 40, 1, 'int32');
      const upstream = randomNormal(rng(3), [40]);
      const { value, grads } = tf.valueAndGrads((rows: tf.Tensor) => softmaxCrossEntropy(rows, y))([x], upstream);
      const alone = x.split(40).map((row, at) => softmaxCrossEntropy(row, y.slice(at, 1)));
      expectClose(value, tf.concat(alone), { rtol: 1e-5, atol: 1e-5 });
      const expected = tf.mul(tf.expandDims(upstream, 1), tf.sub(tf.softmax(x), tf.oneHot(y, 1000)));
      expectClose(grads[0]!, expected, { rtol: 1e-4, atol: 1e-6 });
      expectNoLeak(() => tf.grad((rows) => softmaxCrossEntropy(rows, y))(x));
    }));

  it('leaves no tensor behind', () =>
    onBackend(backend, () => {
      const [x, y] = [scores(), classes()];
      expectNoLeak(() => softmaxCrossEntropy(x, y));
      expectNoLeak(() => tf.grad((input) => softmaxCrossEntropy(input, y))(x));
    }));

  it('names what does not fit', () =>
    onBackend(backend, () => {
      expect(() => softmaxCrossEntropy(scores(), tf.zeros([2, 4], 'int32'))).toThrow(
        /classes: expected shape \[2, 3\], found \[2, 4\]/,
      );
      expect(() => softmaxCrossEntropy(scores(), tf.zeros([2, 3]))).toThrow(/expected int32, found float32/);
      expect(() => softmaxCrossEntropy(tf.scalar(1), tf.scalar(1))).toThrow(/\[\.\.\., class\]/);
    }));
});
