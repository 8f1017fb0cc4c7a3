import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { randomNormal, rng } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { gated, weightsOf, type Matrix } from '../../test/plain-recurrent.js';
import { atRandom } from '../../test/translators.js';
import { gatedSequence, gatedStep, initGatedUnit } from './gated-unit.js';

beforeAll(() => tf.setBackend('cpu'));

const projected = () => randomNormal(rng(3), [2, 5, 9]);
const present = () =>
  tf.tensor2d([
    [1, 1, 1, 1, 1],
    [1, 1, 1, 0, 0],
  ]);

describe('gated unit', () => {
  it('equals its equations', () => {
    const params = atRandom(initGatedUnit(3, rng(1)));
    const state = randomNormal(rng(4), [1, 3]);
    const input = randomNormal(rng(5), [1, 9]);
    const [from] = state.arraySync() as number[][];
    const [parts] = input.arraySync() as number[][];
    const weights = {
      'unit/gates/kernel': weightsOf(params)['gates/kernel']!,
      'unit/candidate/kernel': weightsOf(params)['candidate/kernel']!,
    };
    expectClose(gatedStep(params, input, state), [gated(weights, 'unit', parts!, from!)], { rtol: 1e-5 });
  });

  it('keeps its state where there is no word', () => {
    const states = gatedSequence(initGatedUnit(3, rng(1)), projected(), present());
    const [, second] = states.arraySync() as Matrix[];
    expect(second![3]).toEqual(second![2]);
    expect(second![4]).toEqual(second![2]);
  });

  it('reads backward from the last word', () => {
    const params = initGatedUnit(3, rng(1));
    const [, backward] = gatedSequence(params, projected(), present(), 'backward').arraySync() as Matrix[];
    const reversed = tf.reverse(tf.slice(projected(), [1, 0, 0], [1, 3, 9]), 1) as tf.Tensor3D;
    const [forward] = gatedSequence(params, reversed, tf.ones([1, 3])).arraySync() as Matrix[];
    expectClose(backward!.slice(0, 3), [...forward!].reverse());
    expect(backward!.slice(3)).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('refuses a projection of another size', () => {
    expect(() => gatedStep(initGatedUnit(3, rng(1)), tf.zeros([2, 8]), tf.zeros([2, 3]))).toThrow(
      'gated unit projected input: expected shape [2, 9], found [2, 8].',
    );
  });
});
