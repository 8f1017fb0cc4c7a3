import { child, permutation, type Rng } from '@atlas/tensor';
import { type BatchSource } from '../../training/batches.js';
import { type EncodedPair, translationBatch, type TranslationBatch } from './encoded-pairs.js';

export interface BucketOptions {
  /** Sentences of a batch. */
  readonly size: number;
  /** Lengths with the end mark, ascending: every batch has one of them, so that a step compiles as often and no more. */
  readonly lengths: readonly number[];
}

/**
 * Batches of pairs of similar length, in a new random order each epoch. What is left over in a bucket is passed over in
 * that epoch.
 * @throws RangeError if a sentence is longer than the longest bucket, or no bucket fills a batch
 */
export function bucketedBatches(
  pairs: readonly EncodedPair[],
  rng: Rng,
  options: BucketOptions,
): BatchSource<TranslationBatch> {
  const { size } = options;
  const buckets = bucketsOf(
    pairs.map(({ source, target }) => Math.max(source.length, target.length)),
    options.lengths,
  );
  const places = buckets.flatMap(({ items }, bucket) =>
    Array.from({ length: Math.floor(items.length / size) }, (_, part) => ({ bucket, part })),
  );
  if (places.length === 0) {
    throw new RangeError(
      `bucketedBatches: expected a bucket with at least ${size} pairs, found ${pairs.length} pairs in all.`,
    );
  }
  let current: { epoch: number; order: Int32Array; items: Int32Array[] } | undefined;
  return {
    perEpoch: places.length,
    batch: (epoch, index) => {
      const ofEpoch = child(rng, epoch);
      current =
        current?.epoch === epoch
          ? current
          : {
              epoch,
              order: permutation(child(ofEpoch, 'batches'), places.length),
              items: buckets.map(({ items }, i) => permutation(child(ofEpoch, i), items.length)),
            };
      const place = places[current.order[index] ?? -1];
      if (place === undefined) {
        throw new RangeError(`batch: expected an index from 0 to ${places.length - 1}, found ${index}.`);
      }
      const { length, items } = buckets[place.bucket]!;
      const chosen = current.items[place.bucket]!.subarray(place.part * size, (place.part + 1) * size);
      return translationBatch(
        Array.from(chosen, (at) => pairs[items[at]!]!),
        length,
      );
    },
  };
}

/** Items by the smallest bucket they fit into; empty buckets are left out. */
export function bucketsOf(
  lengths: readonly number[],
  edges: readonly number[],
): { readonly length: number; readonly items: readonly number[] }[] {
  const buckets = edges.map((length) => ({ length, items: [] as number[] }));
  lengths.forEach((length, item) => {
    const bucket = buckets.find((candidate) => length <= candidate.length);
    if (bucket === undefined) {
      throw new RangeError(
        `sentence ${item + 1} has ${length} words with its end mark, and the longest bucket ${edges.at(-1) ?? 0}. ` +
          `Leave it out, cut it, or add a longer bucket.`,
      );
    }
    bucket.items.push(item);
  });
  return buckets.filter(({ items }) => items.length > 0);
}
