import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, it } from 'vitest';
import { sinusoidalPositions } from './positions.js';

beforeAll(() => tf.setBackend('cpu'));

describe('sinusoidalPositions', () => {
  it('interleaves sines and cosines of the wavelengths of the paper', () => {
    const slow = 1 / 10000 ** (2 / 4);
    expectClose(sinusoidalPositions(3, 4), [
      [0, 1, 0, 1],
      [Math.sin(1), Math.cos(1), Math.sin(slow), Math.cos(slow)],
      [Math.sin(2), Math.cos(2), Math.sin(2 * slow), Math.cos(2 * slow)],
    ]);
  });

  it('puts the same numbers in halves where asked to', () => {
    const interleaved = sinusoidalPositions(5, 6);
    const halves = tf.gather(interleaved, tf.tensor1d([0, 2, 4, 1, 3, 5], 'int32'), 1);
    expectClose(sinusoidalPositions(5, 6, 'halves'), halves);
  });
});
