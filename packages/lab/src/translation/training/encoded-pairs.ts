import * as tf from '@tensorflow/tfjs-core';
import { type SentencePair } from '../corpus/made-sentences.js';
import { marks, type Vocabulary } from '../text/vocabulary.js';

/** A pair as ids, both with their end mark. */
export interface EncodedPair {
  readonly source: readonly number[];
  readonly target: readonly number[];
}

/** source [batch, source]; target: what stands in front of each word [batch, target]; next: each word [batch, target]. */
export type TranslationBatch = { source: tf.Tensor2D; target: tf.Tensor2D; next: tf.Tensor2D };

/** The vocabularies of both sides. */
export interface Vocabularies {
  readonly source: Vocabulary;
  readonly target: Vocabulary;
}

/** @throws RangeError if a sentence has no words, with its number from 1 */
export function encodePairs(pairs: readonly SentencePair[], { source, target }: Vocabularies): EncodedPair[] {
  return pairs.map((pair, i) => {
    for (const side of ['source', 'target'] as const) {
      if (pair[side].length === 0) throw new RangeError(`encodePairs: the ${side} of pair ${i + 1} has no words.`);
    }
    return { source: source.encode(pair.source), target: target.encode(pair.target) };
  });
}

/**
 * Pairs as tensors, filled up with padding.
 * @param length of both sides, with the end mark
 * @throws RangeError if a sentence is longer
 */
export function translationBatch(pairs: readonly EncodedPair[], length: number): TranslationBatch {
  return {
    source: paddedRows(
      pairs.map(({ source }) => source),
      length,
    ),
    target: paddedRows(
      pairs.map(({ target }) => [marks.start, ...target.slice(0, -1)]),
      length,
    ),
    next: paddedRows(
      pairs.map(({ target }) => target),
      length,
    ),
  };
}

/** Rows of ids as int32 [row, length]. */
export function paddedRows(rows: readonly (readonly number[])[], length: number): tf.Tensor2D {
  const values = new Int32Array(rows.length * length);
  rows.forEach((row, i) => {
    if (row.length > length) {
      throw new RangeError(`paddedRows: expected at most ${length} ids with the end mark, found ${row.length}.`);
    }
    values.set(row, i * length);
  });
  return tf.tensor2d(values, [rows.length, length], 'int32');
}
