import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, dense, type DenseParams, disposeTree, initDense, rng } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeDigits } from '../digits/made-digits.js';
import { classification, type ImageClassifier } from './classify.js';

beforeAll(async () => {
  await chooseBackend();
});

const flat = (images: tf.Tensor4D): tf.Tensor2D => tf.reshape(images, [images.shape[0], 784]);
const network: ImageClassifier<DenseParams, { mean?: tf.Tensor }> = {
  init: (source) => initDense(784, 10, source),
  look: (params, images) => ({
    scores: dense(params, flat(images)),
    attention: { mean: tf.mean(flat(images), 1, true) },
  }),
  learn: (params, images) => ({ scores: dense(params, flat(images)), params }),
};
const learned = { name: 'digits', train: madeDigits(400, rng(1)), epochs: 6, batchSize: 40, rate: 0.01 };
const test = madeDigits(150, rng(2));

describe('classification', () => {
  it('learns, the same from the same seed, and frees what it made', async () => {
    const before = tf.memory().numTensors;
    const run = classification(network);
    const start = run.untrained(learned, 1);
    let epochs = 0;
    const params = await run.train(learned, 1, () => (epochs += 1));
    const again = await run.train(learned, 1);
    expect(epochs).toBe(6);
    expect(run.accuracy(params, test)).toBeGreaterThan(run.accuracy(start, test) + 0.3);
    expect(again.kernel.dataSync()).toEqual(params.kernel.dataSync());
    const other = await run.train(learned, 2);
    expect(other.kernel.dataSync()).not.toEqual(params.kernel.dataSync());
    for (const tree of [start, params, again, other]) disposeTree(tree);
    run.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('takes the epoch that is best on held-out pictures, and joins the attention of a set', async () => {
    const run = classification(network);
    const chosen = await run.train({ ...learned, validation: test }, 1);
    const last = await run.train(learned, 1);
    expect(run.accuracy(chosen, test)).toBeGreaterThanOrEqual(run.accuracy(last, test));
    expect(run.attention(chosen, test).mean?.shape).toEqual([150, 1]);
    expect(run.classes(chosen, test)).toHaveLength(150);
    run.dispose();
  });

  it('takes a network that attends to nothing', async () => {
    const run = classification({
      ...network,
      look: (params, images) => ({ ...network.look(params, images), attention: {} }),
    });
    const params = await run.train({ ...learned, epochs: 1 }, 1);
    expect(run.accuracy(params, test)).toBeGreaterThan(0.1);
    run.dispose();
  });
});
