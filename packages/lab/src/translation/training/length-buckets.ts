import { child, permutation, type Rng } from '@atlas/tensor';
import { type BatchSource } from '../../training/batches.js';
import { type EncodedPair, translationBatch, type TranslationBatch } from './encoded-pairs.js';

export interface BucketOptions {
  /** Sentences of a batch. */
  readonly size: number;
  /** Lengths with the end mark, ascending: every batch has one of them, so that a step compiles as often and no more. */
  readonly lengths: readonly number[];
}

export interface BatchingOptions extends BucketOptions {
  /**
   * Short sentences first (Bengio et al., 2009): for how many epochs only the shortest bucket is used, then only the two
   * shortest, and so on; after that all are. An attention finds its words far sooner among few. Default: none.
   */
  readonly curriculum?: readonly number[];
}

type Place = { readonly bucket: number; readonly part: number };

/** The batches of one pass over some buckets: their order, and the order of the items in every bucket. */
type Pass = { readonly name: string; readonly order: Int32Array; readonly items: readonly Int32Array[] };

/**
 * Batches of pairs of similar length, in a new random order each epoch. What is left over in a bucket is passed over in
 * that epoch. All epochs have as many batches: those of a curriculum go over their buckets several times.
 * @throws RangeError if a sentence is longer than the longest bucket, or no bucket fills a batch
 */
export function bucketedBatches(
  pairs: readonly EncodedPair[],
  rng: Rng,
  { size, lengths, curriculum = [] }: BatchingOptions,
): BatchSource<TranslationBatch> {
  const buckets = bucketsOf(
    pairs.map(({ source, target }) => Math.max(source.length, target.length)),
    lengths,
  );
  const places = buckets.flatMap(({ items }, bucket) =>
    Array.from({ length: Math.floor(items.length / size) }, (_, part): Place => ({ bucket, part })),
  );
  if (places.length === 0) {
    throw new RangeError(
      `bucketedBatches: expected a bucket with at least ${size} pairs, found ${pairs.length} pairs in all.`,
    );
  }
  let current: Pass | undefined;
  const passOf = (epoch: number, pass: number, count: number): Pass => {
    const name = `${epoch} ${pass}`;
    if (current?.name === name) return current;
    const ofPass = child(child(rng, epoch), pass);
    const items = buckets.map((bucket, i) => permutation(child(ofPass, i), bucket.items.length));
    current = { name, order: permutation(child(ofPass, 'batches'), count), items };
    return current;
  };
  return {
    perEpoch: places.length,
    batch: (epoch, index) => {
      if (!Number.isInteger(index) || index < 0 || index >= places.length) {
        throw new RangeError(`batch: expected an index from 0 to ${places.length - 1}, found ${index}.`);
      }
      const used = placesOf(places, stageOf(epoch, curriculum));
      const { order, items } = passOf(epoch, Math.floor(index / used.length), used.length);
      const { bucket, part } = used[order[index % used.length]!]!;
      const chosen = items[bucket]!.subarray(part * size, (part + 1) * size);
      return translationBatch(
        Array.from(chosen, (at) => pairs[buckets[bucket]!.items[at]!]!),
        buckets[bucket]!.length,
      );
    },
  };
}

/** How many of the shortest buckets an epoch uses; infinite behind the curriculum. */
function stageOf(epoch: number, curriculum: readonly number[]): number {
  let end = 0;
  const stage = curriculum.findIndex((epochs) => epoch < (end += epochs));
  return stage < 0 ? Infinity : stage + 1;
}

/** The places of the first buckets; of the first one that has any, where those have none. */
function placesOf(places: readonly Place[], stage: number): readonly Place[] {
  const first = Math.max(stage - 1, places[0]!.bucket);
  return places.filter(({ bucket }) => bucket <= first);
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
