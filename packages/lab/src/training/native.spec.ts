import * as tf from '@tensorflow/tfjs-core';
import {
  adam,
  chooseBackend,
  dense,
  type DenseParams,
  disposeTree,
  initDense,
  leaves,
  rng,
  type TensorTree,
} from '@atlas/tensor';
import { expectClose, onBackend } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeDigits } from '../digits/made-digits.js';
import { crossEntropy } from '../metrics/classification.js';
import { type ImageBatch, imageBatches } from './image-batches.js';
import { highestScores, overImages } from './over-images.js';
import { constantRate } from './schedules.js';
import { trainingStep } from './step.js';
import { train } from './train.js';

type Params = { layer: DenseParams; statistics: { mean: tf.Tensor1D } };

const set = madeDigits(64, rng(1));
const scores = (params: Params, images: tf.Tensor4D): tf.Tensor2D =>
  dense(params.layer, tf.reshape(images, [-1, 784]) as tf.Tensor2D);
const loss = (params: Params, { images, labels }: ImageBatch) => ({
  loss: crossEntropy(scores(params, images), labels),
  params: { ...params, statistics: { mean: tf.keep(tf.add(params.statistics.mean, tf.mean(images))) as tf.Tensor1D } },
});

let native: boolean;

/** Two epochs from the same start, and what the network then says. */
async function trained(): Promise<{ values: [string, number[]][]; classes: number[]; left: number }> {
  const before = tf.memory().numTensors;
  const params: Params = { layer: initDense(784, 10, rng(2)), statistics: { mean: tf.zeros([1]) } };
  const step = trainingStep(loss, adam());
  const options = {
    step,
    batches: imageBatches(set, 16, rng(3)),
    epochs: 2,
    schedule: constantRate(0.01),
    rng: rng(4),
  };
  const result = await train({ params, ...options });
  step.dispose();
  const classes = [...highestScores(overImages(scores, result.params, set, 24))];
  const values = leaves(result.params as TensorTree).map(([path, leaf]): [string, number[]] => [
    path,
    [...leaf.dataSync()],
  ]);
  disposeTree(params);
  disposeTree(result.params);
  return { values, classes, left: tf.memory().numTensors - before };
}

beforeAll(async () => {
  native = (await chooseBackend()).name === 'tensorflow';
});

describe('training as a compiled graph', () => {
  it('repeats bit for bit and leaves nothing behind', async () => {
    const [first, second] = [await trained(), await trained()];
    expect(second.values).toEqual(first.values);
    // The first run may fill caches of the backend; the second finds them full.
    expect(second.left).toBe(0);
  });

  it('agrees with the pure-JavaScript backend', async () => {
    const here = await trained();
    // Where there is no native backend both runs are on the same one, and the comparison still holds.
    const there = native ? await onBackend('cpu', trained) : await trained();
    expect(there.classes).toEqual(here.classes);
    here.values.forEach(([path, values], i) => {
      expect(there.values[i]![0]).toBe(path);
      expectClose(there.values[i]![1], values, { rtol: 1e-3, atol: 1e-4 });
    });
  });
});
