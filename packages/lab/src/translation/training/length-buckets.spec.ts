import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { disposeTree, rng } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeSentences } from '../corpus/made-sentences.js';
import { marks, Vocabulary } from '../text/vocabulary.js';
import { encodePairs, translationBatch } from './encoded-pairs.js';
import { bucketedBatches } from './length-buckets.js';

beforeAll(() => tf.setBackend('cpu'));

const made = madeSentences(300, rng(1), { words: [4, 20] });
const vocabularies = {
  source: Vocabulary.of(made.map(({ source }) => source)),
  target: Vocabulary.of(made.map(({ target }) => target)),
};
const pairs = encodePairs(made, vocabularies);
const options = { size: 16, lengths: [12, 32] };

describe('translationBatch', () => {
  it('puts the start in front, the end behind, and padding where a sentence is shorter', () => {
    const batch = translationBatch([{ source: [7, marks.end], target: [8, 9, marks.end] }], 4);
    expect(batch.source.arraySync()).toEqual([[7, marks.end, 0, 0]]);
    expect(batch.target.arraySync()).toEqual([[marks.start, 8, 9, 0]]);
    expect(batch.next.arraySync()).toEqual([[8, 9, marks.end, 0]]);
    disposeTree(batch);
  });
});

describe('encodePairs', () => {
  it('names an empty line', () => {
    const bad = [made[0]!, { source: ['a'], target: [] }];
    expect(() => encodePairs(bad, vocabularies)).toThrow(/the target of pair 2 has no words/);
  });
});

describe('bucketedBatches', () => {
  const source = bucketedBatches(pairs, rng(1), options);
  const epoch = (number: number) =>
    Array.from({ length: source.perEpoch }, (_, i) => {
      const batch = source.batch(number, i);
      const rows = batch.source.arraySync();
      const shape = batch.source.shape;
      disposeTree(batch);
      return { rows, shape };
    });

  it('has few shapes and takes every pair at most once an epoch', () => {
    const batches = epoch(0);
    expect(new Set(batches.map(({ shape }) => shape.join()))).toEqual(new Set(['16,12', '16,32']));
    const rows = batches.flatMap((batch) => batch.rows.map((row) => row.filter((id) => id !== 0).join()));
    const known = pairs.map((pair) => pair.source.join());
    expect(rows.length).toBeGreaterThan(300 - 2 * 16);
    expect(rows.every((row) => known.includes(row))).toBe(true);
    expect(new Set(rows).size).toBeGreaterThanOrEqual(new Set(known).size - 2 * 16);
  });

  it('gives another order each epoch, and each batch by its number alone', () => {
    expect(epoch(1)).not.toEqual(epoch(0));
    const again = bucketedBatches(pairs, rng(1), options).batch(1, 3);
    expect(again.source.arraySync()).toEqual(epoch(1)[3]!.rows);
    disposeTree(again);
  });

  it('takes short sentences first where a curriculum says so, in as many batches', () => {
    const curriculum = bucketedBatches(pairs, rng(1), { ...options, curriculum: [2] });
    expect(curriculum.perEpoch).toBe(source.perEpoch);
    const lengthsOf = (number: number) =>
      Array.from({ length: curriculum.perEpoch }, (_, i) => {
        const batch = curriculum.batch(number, i);
        disposeTree(batch);
        return batch.source.shape[1];
      });
    expect(new Set(lengthsOf(0))).toEqual(new Set([12]));
    expect(new Set(lengthsOf(1))).toEqual(new Set([12]));
    expect(new Set(lengthsOf(2))).toEqual(new Set([12, 32]));
    const rows = Array.from({ length: curriculum.perEpoch }, (_, i) => {
      const batch = curriculum.batch(0, i);
      const found = batch.source.arraySync();
      disposeTree(batch);
      return JSON.stringify(found);
    });
    // Several passes over the short bucket, each in an order of its own.
    expect(new Set(rows).size).toBe(rows.length);
  });

  it('refuses a sentence that is too long, buckets too small for a batch, and numbers outside', () => {
    expect(() => bucketedBatches(pairs, rng(1), { size: 16, lengths: [12] })).toThrow(/and the longest bucket 12/);
    expect(() => bucketedBatches(pairs.slice(0, 5), rng(1), options)).toThrow(/found 5 pairs in all/);
    expect(() => source.batch(0, source.perEpoch)).toThrow(/expected an index from 0 to/);
  });
});
