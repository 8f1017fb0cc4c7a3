import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, rng } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeDigits } from '../digits/made-digits.js';
import { shuffledBatches } from './batches.js';
import { imageBatches } from './image-batches.js';
import { highestScores, overImages, overSets } from './over-images.js';

beforeAll(async () => void (await chooseBackend({ backend: 'cpu' })));

const recording = (seen: number[][]) =>
  shuffledBatches(10, 3, rng(1), (indices) => {
    seen.push([...indices]);
    return tf.scalar(0);
  });

describe('shuffledBatches', () => {
  it('goes through every example once, in another order each epoch', () => {
    const seen: number[][] = [];
    const source = recording(seen);
    expect(source.perEpoch).toBe(3);
    for (let epoch = 0; epoch < 2; epoch++) {
      for (let index = 0; index < 3; index++) source.batch(epoch, index).dispose();
    }
    expect(new Set(seen.slice(0, 3).flat()).size).toBe(9);
    expect(new Set(seen.slice(3).flat()).size).toBe(9);
    expect(seen.slice(0, 3)).not.toEqual(seen.slice(3));
  });

  it('gives a batch by its number, whatever was asked before', () => {
    const [ordered, jumping]: [number[][], number[][]] = [[], []];
    const [a, b] = [recording(ordered), recording(jumping)];
    [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 2],
    ].forEach(([epoch, index]) => a.batch(epoch!, index!).dispose());
    b.batch(1, 2).dispose();
    expect(jumping[0]).toEqual(ordered[3]);
    expect(() => b.batch(0, 3)).toThrow(/expected an index from 0 to 2, found 3/);
  });

  it('refuses batches larger than the set', () => {
    expect(() => shuffledBatches(4, 5, rng(1), () => tf.scalar(0))).toThrow(/from 1 to 4 examples, found 5/);
  });
});

describe('imageBatches', () => {
  const set = madeDigits(20, rng(1));

  it('scales bytes to [0, 1] and keeps labels beside their pictures', () => {
    const { images, labels } = imageBatches(set, 20, rng(2)).batch(0, 0);
    expect(images.shape).toEqual([20, 28, 28, 1]);
    expect(labels.dtype).toBe('int32');
    const sums = (values: ArrayLike<number>, scale: number): string[] =>
      Array.from({ length: 20 }, (_, i) => {
        let sum = 0;
        for (let at = 0; at < 784; at++) sum += values[i * 784 + at]! * scale;
        return sum.toFixed(2);
      });
    const key = (ink: string[], classes: ArrayLike<number>): string[] => ink.map((s, i) => `${s}:${classes[i]}`).sort();
    expect(key(sums(images.dataSync(), 1), labels.dataSync())).toEqual(key(sums(set.images, 1 / 255), set.labels));
    tf.dispose([images, labels]);
  });

  it('augments each epoch anew', () => {
    const source = imageBatches(set, 20, rng(2), { shift: 2 });
    const ink = (epoch: number): number => {
      const { images, labels } = source.batch(epoch, 0);
      const total = [...images.dataSync()].reduce((sum, value, at) => sum + value * (at % 97), 0);
      tf.dispose([images, labels]);
      return total;
    };
    expect(ink(0)).toBe(ink(0));
    expect(ink(0)).not.toBe(ink(1));
  });
});

describe('overImages', () => {
  const set = madeDigits(10, rng(1));
  const twoThings = (params: tf.Scalar, images: tf.Tensor4D) => ({
    ink: tf.mul(tf.mean(images, [1, 2, 3]), params),
    shape: tf.mean(images, 3),
  });

  it.each([3, 5, 10, 64])('gives the same in batches of %i', (size) => {
    const before = tf.memory().numTensors;
    const params = tf.scalar(2);
    const joined = overImages(twoThings, params, set, size);
    expect(joined.shape.shape).toEqual([10, 28, 28]);
    const expected = Array.from({ length: 10 }, (_, i) =>
      set.images.subarray(i * 784, (i + 1) * 784).reduce((sum, value) => sum + (2 * value) / 255 / 784, 0),
    );
    [...joined.ink.dataSync()].forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    tf.dispose([params, joined.ink, joined.shape]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('serves other parameters and other sets with one compiled function', () => {
    const before = tf.memory().numTensors;
    const over = overSets(twoThings, 4);
    const [one, two] = [tf.scalar(1), tf.scalar(2)];
    const [a, b] = [over(one, set), over(two, set)];
    const c = over(one, madeDigits(3, rng(2)));
    expectClose(
      b.ink,
      [...a.ink.dataSync()].map((ink) => 2 * ink),
    );
    expect(c.ink.shape).toEqual([3]);
    over.dispose();
    for (const tree of [a, b, c]) tf.dispose([tree.ink, tree.shape]);
    tf.dispose([one, two]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('classifies by the highest score', () => {
    const before = tf.memory().numTensors;
    const params = tf.scalar(1);
    const byInk = (_: tf.Scalar, images: tf.Tensor4D): tf.Tensor2D =>
      tf.tidy(() => tf.oneHot(tf.cast(tf.mul(tf.mean(images, [1, 2, 3]), 30), 'int32'), 10) as tf.Tensor2D);
    const classes = highestScores(overImages(byInk, params, set, 4));
    expect([...classes]).toEqual(
      Array.from({ length: 10 }, (_, i) =>
        Math.floor((30 * set.images.subarray(i * 784, (i + 1) * 784).reduce((a, b) => a + b, 0)) / 255 / 784),
      ),
    );
    params.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
