import type * as tf from '@tensorflow/tfjs-core';
import { childSeed, dropout, type SeedTensor } from '@atlas/tensor';

/** Drops values of one place of a network, where the caller has given a seed to do so. */
export function dropped<T extends tf.Tensor>(x: T, rate: number, place: string, seed: SeedTensor | undefined): T {
  return seed && rate > 0 ? dropout(x, rate, childSeed(seed, place)) : x;
}
