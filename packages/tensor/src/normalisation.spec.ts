import { expectClose, expectNoLeak, gradCheck, onBackend } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { backends } from '../test/backends.js';
import { batchNorm, initNormalisation, initStatistics, layerNorm, type NormalisationParams } from './normalisation.js';
import { child, randomNormal, rng } from './rng.js';

const source = rng(21);
const drawn = (label: string, shape: number[]) => randomNormal(child(source, label), shape);
const params = (channels: number): NormalisationParams => ({
  scale: drawn('scale', [channels]) as tf.Tensor1D,
  offset: drawn('offset', [channels]) as tf.Tensor1D,
});

/** Mean and variance, from plain numbers. */
function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}

describe.each(backends)('normalisation on %s', (backend) => {
  describe('layerNorm', () => {
    it('normalises each row on its own', () =>
      onBackend(backend, () => {
        const { scale, offset } = params(5);
        const x = drawn('x', [2, 3, 5]);
        const [scales, offsets] = [scale.dataSync(), offset.dataSync()];
        const rows = (tf.reshape(x, [6, 5]) as tf.Tensor2D).arraySync().map((row) => {
          const { mean, variance } = moments(row);
          return row.map((value, c) => ((value - mean) / Math.sqrt(variance + 1e-5)) * scales[c]! + offsets[c]!);
        });
        expectClose(tf.reshape(layerNorm({ scale, offset }, x), [6, 5]), rows, { atol: 1e-5 });
      }));

    it('has right gradients', () =>
      onBackend(backend, () => {
        gradCheck(
          ({ p, x }) => layerNorm(p as NormalisationParams, x),
          { p: params(5), x: drawn('x', [2, 3, 5]) },
          { tol: 3e-3 },
        );
      }));

    it('stays finite where a row is constant, and gives the offset', () =>
      onBackend(backend, () => {
        const p = params(4);
        expectClose(layerNorm(p, tf.fill([1, 4], 7)), tf.reshape(p.offset, [1, 4]));
        const gradient = tf.grad((x) => layerNorm(p, x))(tf.fill([1, 4], 7));
        expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
      }));
  });

  describe('batchNorm', () => {
    const shape = [3, 2, 2, 5];

    it('normalises each channel over all other axes, and moves the statistics', () =>
      onBackend(backend, () => {
        const p = params(5);
        const x = drawn('x', shape);
        const { output, statistics } = batchNorm(p, initStatistics(5), x, { training: true, momentum: 0.8 });
        const columns = tf.transpose(tf.reshape(x, [12, 5])).arraySync() as number[][];
        const expected = columns.map((column, channel) => {
          const { mean, variance } = moments(column);
          const [scale, offset] = [p.scale.dataSync()[channel]!, p.offset.dataSync()[channel]!];
          return column.map((value) => ((value - mean) / Math.sqrt(variance + 1e-5)) * scale + offset);
        });
        expectClose(tf.transpose(tf.reshape(output, [12, 5])), expected, { atol: 1e-5 });
        const all = columns.map(moments);
        expectClose(
          statistics.mean,
          all.map(({ mean }) => 0.2 * mean),
        );
        // The running variance is the unbiased one: 12 values, 11 degrees of freedom.
        expectClose(
          statistics.variance,
          all.map(({ variance }) => 0.8 + 0.2 * variance * (12 / 11)),
        );
      }));

    it('uses the statistics when it does not train', () =>
      onBackend(backend, () => {
        const p = params(5);
        const x = drawn('x', shape);
        const old = { mean: drawn('mean', [5]) as tf.Tensor1D, variance: tf.tensor1d([1, 2, 3, 4, 5]) };
        const { output, statistics } = batchNorm(p, old, x, { training: false });
        const expected = tf.add(
          tf.mul(tf.div(tf.sub(x, old.mean), tf.sqrt(tf.add(old.variance, 1e-5))), p.scale),
          p.offset,
        );
        expectClose(output, expected, { atol: 1e-5 });
        expectClose(statistics.mean, old.mean);
        expect(statistics.mean).not.toBe(old.mean);
      }));

    it('has right gradients in training', () =>
      onBackend(backend, () => {
        const f = ({ p, x }: { p: NormalisationParams; x: tf.Tensor }) =>
          batchNorm(p, initStatistics(5), x, { training: true }).output;
        gradCheck(f, { p: params(5), x: drawn('x', shape) }, { tol: 3e-3 });
      }));

    it('has right gradients by its statistics, those of the statistics among them', () =>
      onBackend(backend, () => {
        const old = { mean: drawn('mean', [5]) as tf.Tensor1D, variance: tf.tensor1d([1, 2, 3, 4, 5]) };
        const f = ({ p, s, x }: { p: NormalisationParams; s: typeof old; x: tf.Tensor }) =>
          batchNorm(p, s, x, { training: false }).output;
        gradCheck(f, { p: params(5), s: old, x: drawn('x', shape) }, { tol: 3e-3 });
      }));

    it('works on vectors', () =>
      onBackend(backend, () => {
        const x = tf.tensor2d([
          [1, 10],
          [3, 20],
        ]);
        const { output } = batchNorm(initNormalisation(2), initStatistics(2), x, { training: true, epsilon: 0 });
        expectClose(output, [
          [-1, -1],
          [1, 1],
        ]);
      }));

    it('leaves no tensor behind', () =>
      onBackend(backend, () => {
        const [p, old, x] = [params(5), initStatistics(5), drawn('x', shape)];
        for (const training of [true, false]) {
          expectNoLeak(() => batchNorm(p, old, x, { training }));
          expectNoLeak(() => tf.grad((input) => batchNorm(p, old, input, { training }).output)(x));
        }
      }));
  });
});

describe('normalisation', () => {
  it('names what does not fit', () => {
    expect(() => layerNorm(initNormalisation(3), tf.zeros([2, 4]))).toThrow(
      'layerNorm scale: expected shape [4], found [3].',
    );
    const call = (channels: number) =>
      batchNorm(initNormalisation(channels), initStatistics(3), tf.zeros([2, 4]), { training: true });
    expect(() => call(3)).toThrow('batchNorm scale: expected shape [4], found [3].');
    expect(() => call(4)).toThrow('batchNorm statistics: expected shape [4], found [3].');
  });
});
