import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { additiveMechanism, uniform, withFixedWeights } from '@atlas/attention';
import { leaves, rng } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainRnnSearch, weightsOf } from '../../test/plain-recurrent.js';
import { atRandom, behavesAsTranslator, pair } from '../../test/translators.js';
import { initRnnSearch, rnnSearch, rnnSearchTranslator, type RnnSearchConfig } from './rnn-search.js';

beforeAll(() => tf.setBackend('cpu'));

const config: RnnSearchConfig = {
  sourceVocabulary: 7,
  targetVocabulary: 7,
  embedding: 5,
  units: 3,
  maxout: 4,
  alignment: 6,
};

describe('RNNsearch', () => {
  behavesAsTranslator(rnnSearchTranslator, config);

  it.each([true, false])('equals plain loops over the equations, biases: %s', (bias) => {
    const params = atRandom(initRnnSearch({ ...config, bias }, rng(1)));
    const { output, weights } = rnnSearch(params, pair(), { config: { ...config, bias } });
    const first = plainRnnSearch(weightsOf(params), [3, 5, 2, 6], [1, 4, 2, 3, 5]);
    expectClose(tf.slice(output, [0, 0, 0], [1, 5, 7]), [first.output], { rtol: 1e-4, atol: 1e-5 });
    expectClose(tf.slice(weights, [0, 0, 0], [1, 5, 4]), [first.alignment], { rtol: 1e-4, atol: 1e-5 });
    const second = plainRnnSearch(weightsOf(params), [4, 1], [1, 2, 6]);
    expectClose(tf.slice(output, [1, 0, 0], [1, 3, 7]), [second.output], { rtol: 1e-4, atol: 1e-5 });
    expectClose(tf.slice(weights, [1, 0, 0], [1, 3, 4]), [second.alignment.map((row) => [...row, 0, 0])], {
      rtol: 1e-4,
      atol: 1e-5,
    });
  });

  it("attends uniformly with the paper's initial values", () => {
    const paper: RnnSearchConfig = { ...config, initialValues: 'paper' };
    const { weights } = rnnSearch(initRnnSearch(paper, rng(1)), pair(), { config: paper });
    expectClose(tf.slice(weights, [0, 0, 0], [1, 5, 4]), tf.fill([1, 5, 4], 0.25));
    expectClose(tf.slice(weights, [1, 0, 0], [1, 5, 2]), tf.fill([1, 5, 2], 0.5));
  });

  it("starts orthogonal in the recurrent matrices, and small elsewhere with the paper's values", () => {
    const paper: RnnSearchConfig = { ...config, units: 8, initialValues: 'paper' };
    const params = initRnnSearch(paper, rng(1));
    const [update, reset] = tf.split(params.decoder.unit.gates.kernel, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    for (const square of [update, reset, params.decoder.unit.candidate.kernel]) {
      expectClose(tf.matMul(square, square, true, false), tf.eye(8), { atol: 1e-5 });
    }
    const { mean, variance } = tf.moments(params.embeddings.source);
    expect(Math.abs(mean.dataSync()[0]!)).toBeLessThan(0.005);
    expect(Math.sqrt(variance.dataSync()[0]!)).toBeCloseTo(0.01, 2);
  });

  it('takes another attention: the same with g fixed is a control', () => {
    const control: RnnSearchConfig = { ...config, mechanism: withFixedWeights(additiveMechanism, uniform) };
    const params = atRandom(initRnnSearch(config, rng(1)));
    const { weights } = rnnSearch(params, pair(), { config: control });
    expect(new Set(tf.slice(weights, [0, 0, 0], [1, 5, 4]).dataSync()).size).toBe(1);
  });

  it('has no bias where none is asked for', () => {
    const paths = leaves(initRnnSearch({ ...config, bias: false }, rng(1))).map(([path]) => path);
    expect(paths.filter((path) => path.endsWith('bias'))).toEqual([]);
  });

  it.each([
    [{ units: 0 }, /RNNsearch units: expected an integer of at least 1, found 0/],
    [{ sourceVocabulary: 1 }, /RNNsearch sourceVocabulary: expected an integer of at least 2, found 1/],
    [{ dropRate: 1 }, /RNNsearch dropRate: expected a number from 0 to 0.99, found 1/],
  ])('refuses %o', (change, message) => {
    expect(() => initRnnSearch({ ...config, ...change }, rng(1))).toThrow(message);
  });

  it('refuses words that are not integers', () => {
    const sentences = { ...pair(), source: tf.ones<tf.Rank.R2>([2, 4]) };
    expect(() => rnnSearch(initRnnSearch(config, rng(1)), sentences, { config })).toThrow(
      'embedding words: expected int32 [batch, time], found float32 [2, 4].',
    );
  });
});
