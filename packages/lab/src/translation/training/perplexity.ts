import * as tf from '@tensorflow/tfjs-core';
import { compile, disposeTree, type TensorTree } from '@atlas/tensor';
import { type EncodedPair, translationBatch, type TranslationBatch } from './encoded-pairs.js';
import { bucketsOf, type BucketOptions } from './length-buckets.js';
import { type Scores, wordLosses } from './sequence-loss.js';

/** How well words are predicted from the right words in front of them, over all words of a set, end marks included. */
export type Prediction = {
  /** exp of the mean of -log p */
  perplexity: number;
  /** Part of the words that have the highest score. */
  accuracy: number;
};

/**
 * Makes a function that measures the prediction of a set: with it a training is validated.
 * The function keeps its compiled graphs, one a bucket; `dispose` frees them.
 */
export function predictionMeter<Params extends TensorTree>(
  scores: Scores<Params>,
  pairs: readonly EncodedPair[],
  { size, lengths }: BucketOptions,
): { (params: Params): Prediction; dispose(): void } {
  const buckets = bucketsOf(
    pairs.map(({ source, target }) => Math.max(source.length, target.length)),
    lengths,
  );
  const measure = compile((params: Params, batch: TranslationBatch) => {
    const output = scores(params, batch);
    const right = tf.logicalAnd(tf.equal(tf.argMax(output, -1), batch.next), tf.notEqual(batch.next, 0));
    return { ...wordLosses(output, batch.next), right: tf.sum(tf.cast(right, 'float32')) as tf.Scalar };
  });
  const meter = (params: Params): Prediction => {
    const sums = { total: 0, words: 0, right: 0 };
    for (const { length, items } of buckets) {
      for (let start = 0; start < items.length; start += size) {
        const chosen = items.slice(start, start + size).map((item) => pairs[item]!);
        // Filled up with targets of padding only, which count nothing, so that every batch has one shape.
        const missing = Array.from({ length: size - chosen.length }, () => ({ ...chosen[0]!, target: [] }));
        const batch = translationBatch([...chosen, ...missing], length);
        const found = measure(params, batch);
        for (const name of ['total', 'words', 'right'] as const) sums[name] += found[name].dataSync()[0]!;
        disposeTree(found);
        disposeTree(batch);
      }
    }
    return { perplexity: Math.exp(sums.total / sums.words), accuracy: sums.right / sums.words };
  };
  return Object.assign(meter, { dispose: () => measure.dispose() });
}
