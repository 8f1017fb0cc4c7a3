import { child, permutation, type Rng, type TensorTree } from '@atlas/tensor';

/**
 * Batches that can be asked for in any order. Batch `index` of epoch `epoch` depends on nothing else, so a training
 * that was broken off goes on with the very batches it would have had.
 */
export interface BatchSource<Batch extends TensorTree> {
  /** Number of batches of every epoch. */
  readonly perEpoch: number;
  /** Makes a batch. The caller owns its tensors. */
  readonly batch: (epoch: number, index: number) => Batch;
}

/**
 * Cuts `count` examples into batches of one size, in a new random order each epoch. The examples left over at the end
 * of an order are passed over in that epoch, so that all batches have one shape and compile once.
 *
 * @param make makes the batch of these examples; `rng` is for randomness of its own, such as augmentation
 * @throws RangeError unless there is at least one full batch
 */
export function shuffledBatches<Batch extends TensorTree>(
  count: number,
  size: number,
  rng: Rng,
  make: (indices: Int32Array, rng: Rng) => Batch,
): BatchSource<Batch> {
  const perEpoch = Math.floor(count / size);
  if (!Number.isInteger(size) || size < 1 || perEpoch < 1) {
    throw new RangeError(`shuffledBatches: expected a batch size from 1 to ${count} examples, found ${size}.`);
  }
  let order: { readonly epoch: number; readonly indices: Int32Array } | undefined;
  return {
    perEpoch,
    batch: (epoch, index) => {
      if (!Number.isInteger(index) || index < 0 || index >= perEpoch) {
        throw new RangeError(`batch: expected an index from 0 to ${perEpoch - 1}, found ${index}.`);
      }
      const ofEpoch = child(rng, epoch);
      // The last order is remembered: an epoch asks for hundreds of batches.
      if (order?.epoch !== epoch) order = { epoch, indices: permutation(child(ofEpoch, 'order'), count) };
      const indices = order.indices.slice(index * size, (index + 1) * size);
      return make(indices, child(child(ofEpoch, 'examples'), index));
    },
  };
}
