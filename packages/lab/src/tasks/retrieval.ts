import * as tf from '@tensorflow/tfjs-core';
import { child, type Rng, stream } from '@atlas/tensor';
import { type BatchSource } from '../training/batches.js';

/**
 * What makes a key the right one:
 * - `direction`: it points where the query points, and all have length 1
 * - `direction-only`: it points where the query points, and lengths, between 0.5 and 1.5, mean nothing
 * - `value`: its first coordinate is nearest to the query's, and the second means nothing
 */
export type RetrievalTask = 'direction' | 'direction-only' | 'value';

/** query [batch, 1, 2]; key [batch, key, 2]; target [batch], int32: the position of the right key. */
export type RetrievalBatch = { query: tf.Tensor3D; key: tf.Tensor3D; target: tf.Tensor1D };

export interface RetrievalOptions {
  readonly task: RetrievalTask;
  /** Keys to choose from. Default 6, so that chance is 1/6. */
  readonly keys?: number;
  /** Largest error of the query, in the unit of what is compared. It keeps every solution below certainty. Default 0.03. */
  readonly noise?: number;
}

/** Draws retrieval problems in the plane: one query, several keys, one of which is meant. */
export function retrievalBatch(size: number, rng: Rng, options: RetrievalOptions): RetrievalBatch {
  const { task, keys = 6, noise = 0.03 } = options;
  const random = stream(rng);
  const query = new Float32Array(size * 2);
  const key = new Float32Array(size * keys * 2);
  const target = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const items = Array.from({ length: keys }, () => item(task, random));
    const chosen = Math.floor(random() * keys);
    items.forEach((one, j) => key.set(position(task, one), (i * keys + j) * 2));
    const meant = items[chosen]!.what + noise * (2 * random() - 1);
    query.set(position(task, { what: meant, rest: item(task, random).rest }), i * 2);
    target[i] = chosen;
  }
  return {
    query: tf.tensor3d(query, [size, 1, 2]),
    key: tf.tensor3d(key, [size, keys, 2]),
    target: tf.tensor1d(target, 'int32'),
  };
}

/** New problems in every batch: nothing can be learned by heart. */
export function retrievalBatches(
  size: number,
  perEpoch: number,
  rng: Rng,
  options: RetrievalOptions,
): BatchSource<RetrievalBatch> {
  return { perEpoch, batch: (epoch, index) => retrievalBatch(size, child(child(rng, epoch), index), options) };
}

/** What is asked for, and what means nothing. */
type Item = { readonly what: number; readonly rest: number };

function item(task: RetrievalTask, random: () => number): Item {
  switch (task) {
    case 'direction':
      return { what: 2 * Math.PI * random(), rest: 1 };
    case 'direction-only':
      return { what: 2 * Math.PI * random(), rest: 0.5 + random() };
    case 'value':
      return { what: 2 * random() - 1, rest: 2 * random() - 1 };
  }
}

function position(task: RetrievalTask, { what, rest }: Item): [number, number] {
  return task === 'value' ? [what, rest] : [rest * Math.cos(what), rest * Math.sin(what)];
}
