import { fScaledDotProduct, initSelfAttention, initSimilarityAttention, similarityScores } from '@atlas/attention';
import { child, dense, normalValues, rng } from '@atlas/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { wordsOf, type AttentionChoice, type AttentionSteps } from './choice.js';

const size = 8;
/** Typical length of a word vector: long enough for the softmax to choose. */
const length = 2.6;
const source = rng(7);

/**
 * A vector for any word, without training: the sum of one random vector for each pair of neighbouring letters. Words
 * that share letters get similar vectors.
 */
export function wordVector(word: string): number[] {
  const letters = [...`^${word}$`];
  const pairs = letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);
  const sum = new Array<number>(size).fill(0);
  for (const pair of pairs)
    normalValues(child(source, pair), size).forEach((value, index) => (sum[index] = (sum[index] ?? 0) + value));
  const scale = length / Math.sqrt(size * pairs.length);
  return sum.map((value) => value * scale);
}

function equallyLong(vector: readonly number[]): number[] {
  const own = Math.hypot(...vector);
  return vector.map((value) => (value / (own || 1)) * length);
}

/** Self-attention over a sentence with the library's own functions. */
export function attentionSteps(choice: AttentionChoice): AttentionSteps {
  const words = wordsOf(choice.sentence);
  const vectors = words.map(wordVector).map((vector) => (choice.equalLengths ? equallyLong(vector) : vector));
  if (words.length === 0)
    return { words, vectors, queries: [], keys: [], values: [], scores: [], weights: [], outputs: [] };
  return tf.tidy(() => {
    const x = tf.tensor3d([vectors]); // [1, word, feature]
    const maps = initSelfAttention({ features: size }, child(source, 'maps'));
    const [query, key, value] = choice.mapped
      ? [dense(maps.query, x), dense(maps.key, x), dense(maps.value, x)]
      : [x, x, x];
    const params = initSimilarityAttention(
      { similarity: choice.similarity, querySize: size },
      child(source, choice.similarity),
    );
    const alike = similarityScores(params, query, key, choice.similarity); // [1, query, key]
    const scores = choice.scaled ? tf.div<tf.Tensor3D>(alike, Math.sqrt(size)) : alike;
    const weights = choice.attention
      ? tf.softmax(scores)
      : tf.fill<tf.Rank.R3>([1, words.length, words.length], 1 / words.length);
    const outputs = fScaledDotProduct({}, weights, { value }); // [1, query, feature]
    const rows = (tensor: tf.Tensor3D): number[][] => tensor.arraySync()[0] ?? [];
    return {
      words,
      vectors,
      queries: rows(query),
      keys: rows(key),
      values: rows(value),
      scores: rows(scores),
      weights: rows(weights),
      outputs: rows(outputs),
    };
  });
}
