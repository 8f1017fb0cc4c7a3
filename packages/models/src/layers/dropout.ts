import * as tf from '@tensorflow/tfjs-core';
import { child, randomUniform, requireBetween, type Rng } from '@atlas/tensor';

/**
 * Dropout as the caller wants it: a training loop decides where its random numbers come from, which a compiled step
 * must take as inputs. Networks call it with the rate of their configuration and the name of the place.
 */
export type Dropout = <T extends tf.Tensor>(x: T, rate: number, place: string) => T;

/** Zeros with this probability, the rest scaled up; the same zeros for the same generator and place. */
export function seededDropout(source: Rng): Dropout {
  return <T extends tf.Tensor>(x: T, rate: number, place: string): T => {
    requireBetween(rate, 0, 0.99, `dropout rate at ${place}`);
    if (rate === 0) return x;
    return tf.tidy(() => {
      const kept = tf.greaterEqual(randomUniform(child(source, place), x.shape), rate);
      return tf.mul(x, tf.div(tf.cast(kept, 'float32'), 1 - rate)) as T;
    });
  };
}

/** Drops where the caller has given a way to do so. */
export function dropped<T extends tf.Tensor>(x: T, rate: number, place: string, dropout: Dropout | undefined): T {
  return dropout && rate > 0 ? dropout(x, rate, place) : x;
}
