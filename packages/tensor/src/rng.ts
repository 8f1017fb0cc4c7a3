import * as tf from '@tensorflow/tfjs-core';
import { isOnShapes } from './cost/shape-backend.js';

/**
 * The state of a source of random numbers: one unsigned 32-bit integer.
 *
 * A generator is a value, not an object that changes: the same `Rng` always gives the same numbers. Independent
 * numbers come from `child`, which is keyed by a label and not by the order of the calls, so that adding a weight to a
 * network leaves the initial values of all others as they were.
 */
export type Rng = number & { readonly uint32: unique symbol };

const TWO_POW_32 = 2 ** 32;
const TWO_POW_24 = 2 ** 24;

/**
 * The generator of a seed.
 * @throws RangeError when the seed is not an integer in [0, 2^32).
 */
export function rng(seed: number): Rng {
  if (!Number.isInteger(seed) || seed < 0 || seed >= TWO_POW_32) {
    throw new RangeError(`rng: expected a seed that is an integer from 0 to 4294967295, found ${seed}.`);
  }
  return seed as Rng;
}

/** A generator independent of `parent` and of every child with another label; a number means its decimal string. */
export function child(parent: Rng, label: string | number): Rng {
  // FNV-1a over the UTF-16 code units, between two rounds of a mixer with full avalanche.
  let hash = mix(parent ^ 0x811c9dc5);
  const text = String(label);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return mix(hash ^ text.length) as Rng;
}

/** A stream of numbers in [0, 1) with 32 random bits each. */
export function stream(source: Rng): () => number {
  const next = generator(source);
  return () => next() / TWO_POW_32;
}

/** `count` numbers drawn uniformly from [low, high). */
export function uniformValues(source: Rng, count: number, low = 0, high = 1): Float32Array {
  const next = generator(source);
  const values = new Float32Array(count);
  // 24 bits are what float32 holds exactly: more would round up to `high` now and then.
  for (let index = 0; index < count; index++) values[index] = low + (high - low) * ((next() >>> 8) / TWO_POW_24);
  return values;
}

/** `count` numbers drawn from the normal distribution N(mean, standardDeviation²), by the Box–Muller transform. */
export function normalValues(source: Rng, count: number, mean = 0, standardDeviation = 1): Float32Array {
  const next = generator(source);
  const values = new Float32Array(count);
  for (let index = 0; index < count; index += 2) {
    const radius = standardDeviation * Math.sqrt(-2 * Math.log((next() + 1) / TWO_POW_32));
    const angle = (2 * Math.PI * next()) / TWO_POW_32;
    values[index] = mean + radius * Math.cos(angle);
    if (index + 1 < count) values[index + 1] = mean + radius * Math.sin(angle);
  }
  return values;
}

/** A tensor drawn from N(mean, standardDeviation²). */
export function randomNormal<S extends number[]>(
  source: Rng,
  shape: readonly [...S],
  mean = 0,
  standardDeviation = 1,
): TensorOfRank<S> {
  if (isOnShapes()) return tf.fill([...shape], mean) as TensorOfRank<S>;
  const values = normalValues(source, tf.util.sizeFromShape([...shape]), mean, standardDeviation);
  return tf.tensor(values, [...shape]) as TensorOfRank<S>;
}

/** A tensor drawn uniformly from [low, high). */
export function randomUniform<S extends number[]>(
  source: Rng,
  shape: readonly [...S],
  low = 0,
  high = 1,
): TensorOfRank<S> {
  if (isOnShapes()) return tf.fill([...shape], low) as TensorOfRank<S>;
  const values = uniformValues(source, tf.util.sizeFromShape([...shape]), low, high);
  return tf.tensor(values, [...shape]) as TensorOfRank<S>;
}

/** The tensor type whose rank is the length of a shape; `tf.Tensor` when that length is not known. */
export type TensorOfRank<S extends readonly number[]> = number extends S['length']
  ? tf.Tensor
  : S['length'] extends keyof RankTypes
    ? RankTypes[S['length']]
    : tf.Tensor;

type RankTypes = {
  0: tf.Scalar;
  1: tf.Tensor1D;
  2: tf.Tensor2D;
  3: tf.Tensor3D;
  4: tf.Tensor4D;
  5: tf.Tensor5D;
};

/** The numbers 0 to count - 1 in random order (Fisher–Yates). */
export function permutation(source: Rng, count: number): Int32Array {
  const next = generator(source);
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const chosen = Math.floor((next() / TWO_POW_32) * (last + 1));
    const moved = order[last]!;
    order[last] = order[chosen]!;
    order[chosen] = moved;
  }
  return order;
}

/** xoshiro128** (Blackman and Vigna, 2021, arXiv:1805.01407), seeded by SplitMix as its authors advise. */
function generator(seed: Rng): () => number {
  let state = seed as number;
  const seeded = () => mix((state = (state + 0x9e3779b9) | 0));
  let a = seeded();
  let b = seeded();
  let c = seeded();
  let d = seeded();
  return () => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}

/** The 32-bit finaliser of MurmurHash3: every input bit flips every output bit with probability one half. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
