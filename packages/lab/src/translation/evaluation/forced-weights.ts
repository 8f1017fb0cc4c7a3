import type * as tf from '@tensorflow/tfjs-core';
import { compile, disposeTree, type TensorTree } from '@atlas/tensor';
import { type BucketOptions, bucketsOf } from '../training/length-buckets.js';
import { type EncodedPair, translationBatch } from '../training/encoded-pairs.js';

/** The attention of a network over given translations: [batch, target, source]. */
export type AttentionOf<Params extends TensorTree> = (
  params: Params,
  sentences: { readonly source: tf.Tensor2D; readonly target: tf.Tensor2D },
) => tf.Tensor3D;

/**
 * Makes a function that reads what a network looks at while it is given the right translation word by word: with it,
 * alignments can be compared with gold ones whatever the network would have written. It gives for each pair
 * weights[target][source], end marks included, and keeps its compiled graphs, one a length, until `dispose`.
 */
export function forcedWeights<Params extends TensorTree>(
  attention: AttentionOf<Params>,
  { size, lengths }: BucketOptions,
): { (params: Params, pairs: readonly EncodedPair[]): number[][][]; dispose(): void } {
  const run = compile((given: Params, source: tf.Tensor2D, target: tf.Tensor2D) => ({
    weights: attention(given, { source, target }),
  }));
  const read = (params: Params, pairs: readonly EncodedPair[]): number[][][] => {
    const found: number[][][] = [];
    const longest = pairs.map(({ source, target }) => Math.max(source.length, target.length));
    for (const { length, items } of bucketsOf(longest, lengths)) {
      for (let start = 0; start < items.length; start += size) {
        const chosen = items.slice(start, start + size);
        const rows = Array.from({ length: size }, (_, i) => pairs[chosen[i] ?? chosen[0]!]!);
        const batch = translationBatch(rows, length);
        const { weights } = run(params, batch.source, batch.target);
        const values = weights.dataSync();
        weights.dispose();
        disposeTree(batch);
        chosen.forEach((item, i) => {
          const { source, target } = pairs[item]!;
          found[item] = target.map((_, row) => {
            const begin = (i * length + row) * length;
            return Array.from(values.subarray(begin, begin + source.length));
          });
        });
      }
    }
    return found;
  };
  return Object.assign(read, { dispose: () => run.dispose() });
}
