import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { disposeTree } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { translationBatch } from './encoded-pairs.js';
import { predictionMeter } from './perplexity.js';
import { translationLoss, wordLosses } from './sequence-loss.js';

beforeAll(() => tf.setBackend('cpu'));

// Two sentences over 5 ids; the second has one word less.
const scores = tf.tensor3d([
  [
    [0, 0, 0, 2, 1],
    [1, 0, 0, 0, 3],
  ],
  [
    [0, 1, 0, 0, 0],
    [9, 9, 9, 9, 9],
  ],
]);
const next = tf.tensor2d([4, 3, 3, 0], [2, 2], 'int32');
const logSum = (row: number[]) => Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0));
const sharp = [logSum([0, 0, 0, 2, 1]) - 1, logSum([1, 0, 0, 0, 3]) - 0, logSum([0, 1, 0, 0, 0]) - 0];
const total = sharp.reduce((sum, loss) => sum + loss, 0);

describe('wordLosses', () => {
  it('adds -log p over the words, and passes over padding', () => {
    const found = wordLosses(scores, next);
    expect(found.words.dataSync()[0]).toBe(3);
    expect(found.total.dataSync()[0]).toBeCloseTo(total, 5);
    disposeTree(found);
  });

  it('with smoothing mixes in the mean of -log p over the vocabulary', () => {
    const even = [3 / 5, 4 / 5, 1 / 5].map((mean, i) => sharp[i]! + [1, 0, 0][i]! - mean);
    const expected = sharp.reduce((sum, loss, i) => sum + 0.9 * loss + 0.1 * even[i]!, 0);
    const found = wordLosses(scores, next, 0.1);
    expect(found.total.dataSync()[0]).toBeCloseTo(expected, 5);
    disposeTree(found);
  });
});

describe('translationLoss', () => {
  it('is the mean over words, and gives the network a seed that follows the step', () => {
    const batch = translationBatch([{ source: [4, 3], target: [4, 3] }], 2);
    const seeds: number[][] = [];
    const loss = translationLoss((_: tf.Tensor, _batch, dropSeed) => {
      seeds.push(Array.from(dropSeed!.dataSync()));
      return tf.slice(scores, 0, 1) as tf.Tensor3D;
    });
    const params = tf.scalar(0);
    const values = [5, 6].map((seed) => {
      const value = loss(params, batch, { seed: tf.scalar(seed, 'int32') });
      return value instanceof tf.Tensor ? value.dataSync()[0]! : NaN;
    });
    expect(values[0]).toBeCloseTo((sharp[0]! + sharp[1]!) / 2, 5);
    expect(seeds).toEqual([
      [5, 1],
      [6, 1],
    ]);
    disposeTree(batch);
  });
});

describe('predictionMeter', () => {
  it('measures perplexity and accuracy over words, however the last batch is filled', () => {
    // This network knows words from their ids: it gives the next id up the highest score.
    const network = (params: tf.Tensor, { target }: { target: tf.Tensor2D }) =>
      tf.mul(tf.oneHot(tf.cast(tf.add(target, 1), 'int32') as tf.Tensor2D, 12), params) as tf.Tensor3D;
    const pairs = [
      { source: [5, 3], target: [3, 4, 5] },
      { source: [5, 3], target: [3, 9] },
      { source: [5, 3], target: [3, 4, 5, 6, 7] },
    ];
    const meter = predictionMeter(network, pairs, { size: 2, lengths: [3, 6] });
    const params = tf.scalar(2);
    const found = meter(params);
    // Of ten words nine follow their predecessor; 'start' is 2.
    expect(found.accuracy).toBeCloseTo(9 / 10, 12);
    const likely = Math.log(Math.exp(2) + 11) - 2;
    expect(Math.log(found.perplexity)).toBeCloseTo(likely + 2 / 10, 5);
    params.dispose();
    meter.dispose();
  });
});
