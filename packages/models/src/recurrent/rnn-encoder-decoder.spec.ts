import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { countParameters, rng } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainRnnEncoderDecoder, weightsOf } from '../../test/plain-recurrent.js';
import { atRandom, behavesAsTranslator, pair } from '../../test/translators.js';
import {
  initRnnEncoderDecoder,
  rnnEncoderDecoder,
  rnnEncoderDecoderTranslator,
  type RnnEncoderDecoderConfig,
} from './rnn-encoder-decoder.js';

beforeAll(() => tf.setBackend('cpu'));

const config: RnnEncoderDecoderConfig = {
  sourceVocabulary: 7,
  targetVocabulary: 7,
  embedding: 5,
  units: 3,
  maxout: 4,
};

describe('RNNenc-dec', () => {
  behavesAsTranslator(rnnEncoderDecoderTranslator, config);

  it.each(['summary', 'projected'] as const)(
    'equals plain loops over the equations, first state: %s',
    (initialState) => {
      const own = { ...config, initialState };
      const params = atRandom(initRnnEncoderDecoder(own, rng(1)));
      const { output, weights } = rnnEncoderDecoder(params, pair(), { config: own });
      const first = plainRnnEncoderDecoder(weightsOf(params), [3, 5, 2, 6], [1, 4, 2, 3, 5]);
      expectClose(tf.slice(output, [0, 0, 0], [1, 5, 7]), [first], { rtol: 1e-4, atol: 1e-5 });
      const second = plainRnnEncoderDecoder(weightsOf(params), [4, 1], [1, 2, 6]);
      expectClose(tf.slice(output, [1, 0, 0], [1, 3, 7]), [second], { rtol: 1e-4, atol: 1e-5 });
      expect(weights).toEqual({});
    },
  );

  it('has one matrix more where the first state is projected', () => {
    const count = (initialState: 'summary' | 'projected') =>
      countParameters(initRnnEncoderDecoder({ ...config, initialState }, rng(1)));
    expect(count('projected') - count('summary')).toBe(3 * 3 + 3);
  });
});
