import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { rng, type TensorTree } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { initRnnEncoderDecoder } from '../recurrent/rnn-encoder-decoder.js';
import { initRnnSearch, rnnSearchTranslator } from '../recurrent/rnn-search.js';
import { initTransformer } from '../transformer/transformer.js';
import type { DescribedNetwork, TranslatorDescription } from './description.js';
import { decodeEightBit } from './eight-bit.js';
import { writeGreedily } from './greedy.js';
import { loadTranslator, saveTranslator } from './saved-translator.js';

beforeAll(() => tf.setBackend('cpu'));

const source = { name: 'English', words: ['<pad>', '<unk>', '<s>', '</s>', 'the', 'dog', 'cat', 'sees'] };
const target = { name: 'Esperanto', words: ['<pad>', '<unk>', '<s>', '</s>', 'la', 'hundo', 'katon', 'vidas', 'ĉi'] };
const rest = { source, target, marks: { unknown: 1, start: 2, end: 3 }, longest: 30 };
const sizes = { sourceVocabulary: 8, targetVocabulary: 9, embedding: 5, units: 7, maxout: 3 };
const attending = { vocabulary: 9, sourceVocabulary: 8, layers: 2, features: 8, hidden: 16, heads: 2, dropRate: 0 };

const networks: [DescribedNetwork, () => TensorTree][] = [
  [{ network: 'rnnsearch', config: sizes }, () => initRnnSearch(sizes, rng(1))],
  [{ network: 'rnnencdec', config: sizes }, () => initRnnEncoderDecoder(sizes, rng(2))],
  [{ network: 'transformer', config: attending }, () => initTransformer(attending, rng(3))],
];
const fileOf = ([described, init]: (typeof networks)[number]) => saveTranslator(init(), { ...described, ...rest });
const english = ['the', 'dog', 'sees', 'an', 'otter'];

describe.each(networks)('a translator saved as a file: $network', (...network) => {
  it('translates words, says which it does not know, and frees what it made', () => {
    const file = fileOf(network);
    const before = tf.memory().numTensors;
    const loaded = loadTranslator(file);
    expect(loaded.description).toEqual({ ...network[0], ...rest });
    const translation = loaded.translate(english, { most: 12 });
    expect(translation.unknown).toEqual([3, 4]);
    expect(translation.words.every((word) => target.words.includes(word))).toBe(true);
    expect(translation.words.length).toBeLessThanOrEqual(12);
    expect(translation).toEqual(loaded.translate(english, { most: 12 }));
    loaded.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('loadTranslator', () => {
  const [search, oneVector] = networks as [(typeof networks)[number], (typeof networks)[number]];

  it('writes what the network with the stored weights writes, and looks where it looks', () => {
    const file = fileOf(search);
    const { tree } = decodeEightBit(file);
    const params = tree as ReturnType<typeof initRnnSearch>;
    const direct = writeGreedily(
      { translator: rnnSearchTranslator, config: sizes, params },
      [4, 5, 7, 3],
      rest.marks,
      9,
    );
    const { words, weights } = loadTranslator(file).translate(['the', 'dog', 'sees'], { most: 9 });
    expect(words).toEqual(direct.ids.map((id) => target.words[id]));
    expect(weights).toEqual(direct.weights);
    for (const row of weights) {
      expect(row).toHaveLength(4);
      expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    }
  });

  it('weighs all words alike where attention is even, and refuses that for a network without it', () => {
    const even = loadTranslator(fileOf(search)).translate(['the', 'dog', 'sees'], { attention: 'even', most: 4 });
    expect(even.weights.flat().every((weight) => weight === 0.25)).toBe(true);
    const network = loadTranslator(fileOf(oneVector));
    expect(() => network.translate(['the'], { attention: 'even' })).toThrow(/expected 'learned' for rnnencdec/);
    expect(network.translate(['the'], { most: 3 }).weights).toEqual([]);
  });

  it('says what is wrong with a file', () => {
    const description: TranslatorDescription = { ...search[0], ...rest };
    const [params, other] = [search[1](), oneVector[1]()];
    const before = tf.memory().numTensors;
    expect(() => loadTranslator(saveTranslator(other, description))).toThrow(
      /expected the weights of RNNsearch; '.*' should be \[.*\] and is \[.*\], and \d+ more differ/,
    );
    const fewer = { ...description, target: source } as TranslatorDescription;
    expect(() => loadTranslator(saveTranslator(params, fewer))).toThrow(/target words: expected 9 .*, found 8/);
    const unknown = { ...description, network: 'moses' } as unknown as TranslatorDescription;
    expect(() => loadTranslator(saveTranslator(params, unknown))).toThrow(/expected one of rnnsearch.*found 'moses'/);
    const file = saveTranslator(params, description);
    expect(() => loadTranslator(file.subarray(0, 2000))).toThrow(RangeError);
    expect(tf.memory().numTensors).toBe(before);
    expect(() => loadTranslator(file).translate([])).toThrow(/at least one word/);
  });
});
