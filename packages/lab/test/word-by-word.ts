import * as tf from '@tensorflow/tfjs-core';
import { dense, type DenseParams, initDense } from '@atlas/tensor';
import { type TrainableTranslator } from '../src/translation/training/translator-training.js';

type Params = { table: DenseParams };
type State = { place: tf.Tensor2D };

/** Translates the word at the same place by a table. */
export const wordByWord: TrainableTranslator<{ words: number }, Params, { source: tf.Tensor2D }, State> = {
  init: ({ words }, source) => ({ table: initDense(words, words, source) }),
  forward: ({ table }, { source }, { config }) => ({
    output: dense(table, tf.oneHot(source, config.words)) as tf.Tensor3D,
  }),
  encode: (_, source) => ({ source }),
  start: (_, { source }) => ({ place: tf.zeros([source.shape[0], 1]) }),
  step: ({ table }, { source }, { place }, _previous, { config }) => {
    const here = tf.oneHot(tf.cast(tf.squeeze(place, [1]), 'int32'), source.shape[1]);
    const word = tf.cast(tf.sum(tf.mul(here, source), 1), 'int32');
    const output = dense(table, tf.oneHot(word, config.words)) as tf.Tensor2D;
    return { output, state: { place: tf.add(place, 1) as tf.Tensor2D } };
  },
};

export const [english, esperanto] = [
  ['the', 'dog', 'sees', 'cat', 'good'],
  ['la', 'hundon', 'vidas', 'kato', 'bona'],
];
export const pairs = Array.from({ length: 40 }, (_, i) => {
  const places = Array.from({ length: 2 + (i % 4) }, (__, j) => (i * 3 + j * 2) % 5);
  return { source: places.map((place) => english[place]!), target: places.map((place) => esperanto[place]!) };
});
