import { permutation, type Rng } from '@atlas/tensor';
import { type ImageSet, selectImages } from './image-set.js';

/**
 * Cuts a set at random into a part to train on and a part of `held` pictures to choose the model by.
 * @throws RangeError unless both parts get at least one picture
 */
export function splitImages(set: ImageSet, held: number, rng: Rng): { train: ImageSet; validation: ImageSet } {
  if (!Number.isInteger(held) || held < 1 || held >= set.count) {
    throw new RangeError(`splitImages held: expected a whole number from 1 to ${set.count - 1}, found ${held}.`);
  }
  const order = permutation(rng, set.count);
  return { train: selectImages(set, order.subarray(held)), validation: selectImages(set, order.subarray(0, held)) };
}
