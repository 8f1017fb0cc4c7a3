import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { rng, type TensorTree, uniformValues } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { marks } from '../text/vocabulary.js';
import { type Decoder } from './decoder.js';
import { type SearchOptions, searchWith } from './translate.js';

beforeAll(() => tf.setBackend('cpu'));

const vocabulary = 8;

function translate<P extends TensorTree, M extends TensorTree, S extends TensorTree>(
  decoder: Decoder<P, M, S>,
  params: P,
  sources: readonly (readonly number[])[],
  options: SearchOptions,
) {
  const search = searchWith(decoder, options);
  const found = search(params, sources);
  search.dispose();
  return found;
}

/** Copies the source word by word, looking at the word it copies. */
const copier: Decoder<{ strength: tf.Scalar }, { source: tf.Tensor2D }, { place: tf.Tensor2D }> = {
  encode: (_, source) => ({ source }),
  start: (_, { source }) => ({ place: tf.zeros([source.shape[0], 1]) }),
  step: ({ strength }, { source }, { place }) => {
    const weights = tf.squeeze(tf.oneHot(tf.cast(place, 'int32'), source.shape[1]), [1]) as tf.Tensor2D;
    const word = tf.sum(tf.mul(weights, source), 1);
    const output = tf.mul(tf.oneHot(tf.cast(word, 'int32'), vocabulary), strength) as tf.Tensor2D;
    return { output, state: { place: tf.add(place, 1) as tf.Tensor2D }, weights };
  },
};

/** Writes by a table of transitions, whatever the source says; the state counts words to show that it follows its beam. */
const chain: Decoder<{ table: tf.Tensor2D }, { source: tf.Tensor2D }, { written: tf.Tensor2D }> = {
  encode: (_, source) => ({ source }),
  start: (_, { source }) => ({ written: tf.zeros([source.shape[0], vocabulary]) }),
  step: ({ table }, _, { written }, previous) => {
    const counted = tf.add(written, tf.oneHot(previous, vocabulary)) as tf.Tensor2D;
    // Words written before become less likely: the best sentence depends on the whole way, not on the last word alone.
    return { output: tf.sub(tf.gather(table, previous), counted) as tf.Tensor2D, state: { written: counted } };
  },
};

const table = Array.from({ length: vocabulary }, (_, row) =>
  Array.from(uniformValues(rng(11 + row), vocabulary, -2, 2), (value, word) =>
    word === marks.end ? value - 1 : value,
  ),
);

/** Every sentence of at most `longest` words with its log p, in plain numbers. */
function everySentence(longest: number): { words: number[]; score: number }[] {
  const found: { words: number[]; score: number }[] = [];
  const extend = (words: number[], score: number): void => {
    const [previous = marks.start] = words.slice(-1);
    const scores = table[previous]!.map(
      (value, word) => value - [marks.start, ...words].filter((earlier) => earlier === word).length,
    );
    const normaliser = Math.log(scores.reduce((sum, value) => sum + Math.exp(value), 0));
    scores.forEach((value, word) => {
      const next = score + value - normaliser;
      if (word === marks.end) found.push({ words, score: next });
      else if (words.length < longest) extend([...words, word], next);
    });
  };
  extend([], 0);
  return found;
}

describe('searchWith', () => {
  const sources = [
    [5, 6, 7, marks.end],
    [4, marks.end],
    [7, 7, 5, 4, 6, marks.end],
  ];

  it.each([1, 3])('copies with a network that copies, beam %d, and returns what it looked at', (beam) => {
    const params = { strength: tf.scalar(20) };
    const found = translate(copier, params, sources, { beam, size: 2, lengths: [4, 6] });
    expect(found.map(({ words }) => words)).toEqual(sources.map((source) => source.slice(0, -1)));
    expect(found.every(({ ended }) => ended)).toBe(true);
    expect(found[1]!.weights).toEqual([
      [1, 0],
      [0, 1],
    ]);
    params.strength.dispose();
  });

  it('greedy search takes the likeliest word each time, and gives the log p of the whole', () => {
    const params = { table: tf.tensor2d(table) };
    const [found] = translate(chain, params, [[4, marks.end]], { size: 1, lengths: [4], room: 3 });
    const known = everySentence(4).find(({ words }) => words.join() === found!.words.join());
    if (found!.ended) expect(found!.score).toBeCloseTo(known!.score, 4);
    expect(found!.words[0]).toBe(table[marks.start]!.indexOf(Math.max(...table[marks.start]!)));
    expect(found!.weights).toEqual([]);
    params.table.dispose();
  });

  it('a beam as wide as there are sentences finds the best of all, with and without length penalty', () => {
    const params = { table: tf.tensor2d(table) };
    const all = everySentence(2);
    for (const lengthPenalty of [0, 1]) {
      const rank = ({ words, score }: { words: number[]; score: number }) =>
        score / ((5 + words.length + 1) / 6) ** lengthPenalty;
      const best = all.reduce((one, other) => (rank(other) > rank(one) ? other : one));
      const options = { beam: 600, lengthPenalty, size: 1, lengths: [4], room: 1 };
      const [found] = translate(chain, params, [[4, marks.end]], options);
      const [greedy] = translate(chain, params, [[4, marks.end]], { ...options, beam: 1 });
      expect(found!.words).toEqual(best.words);
      expect(found!.score).toBeCloseTo(best.score, 4);
      if (greedy!.ended)
        expect(rank({ words: [...greedy!.words], score: greedy!.score })).toBeLessThanOrEqual(rank(best));
    }
    params.table.dispose();
  });

  it('stops a sentence that does not end, and says so', () => {
    const endless = table.map((row) => row.map((value, word) => (word === marks.end ? -100 : value)));
    const params = { table: tf.tensor2d(endless) };
    const [found] = translate(chain, params, [[4, 5, marks.end]], { size: 1, lengths: [4], room: 2, beam: 2 });
    expect(found!.ended).toBe(false);
    expect(found!.words).toHaveLength(5);
    params.table.dispose();
  });

  it('keeps no tensor, and refuses a source that is too long', () => {
    const params = { strength: tf.scalar(20) };
    const before = tf.memory().numTensors;
    translate(copier, params, sources, { size: 2, lengths: [6], beam: 2 });
    expect(tf.memory().numTensors).toBe(before);
    expect(() => translate(copier, params, sources, { lengths: [4] })).toThrow(/sentence 3 has 6 words/);
    params.strength.dispose();
  });
});
