import * as tf from '@tensorflow/tfjs-core';
import { attributes, nativeBackend } from '../native/backend.js';
import { child, type Rng } from '../rng.js';
import { expectShape, requireBetween } from '../shape.js';
import { philoxUniform } from './philox.js';

/**
 * A seed as a tensor: int32 [2]. Numbers drawn inside a compiled function come from such an argument, so that every call
 * can draw others and a run can be repeated exactly. All backends draw the same numbers from the same seed.
 */
export type SeedTensor = tf.Tensor1D;

/** The seed tensor of a generator. */
export function seedTensor(source: Rng): SeedTensor {
  return tf.tensor1d([source | 0, child(source, 'seed') | 0], 'int32');
}

/** A seed for another purpose, such as another layer: seeds of different labels give independent numbers. */
export function childSeed(seed: SeedTensor, label: string | number): SeedTensor {
  // Integers of 32 bits wrap around, and the generator mixes the sum, so adding the hash of the label is enough.
  return tf.tidy(() => tf.add(seed, seedTensor(child(LABELS, label))));
}

const LABELS = 0x5eed as Rng;

/** A tensor drawn uniformly from [low, high). */
export function randomUniformFrom(seed: SeedTensor, shape: readonly number[], low = 0, high = 1): tf.Tensor {
  expectShape(seed, [2], 'seed');
  return tf.tidy(() => {
    const unit = unitUniform(seed, shape);
    return low === 0 && high === 1 ? unit : tf.add(tf.mul(unit, high - low), low);
  });
}

/** A tensor drawn from N(mean, standardDeviation²), by the Box–Muller transform. */
export function randomNormalFrom(
  seed: SeedTensor,
  shape: readonly number[],
  mean = 0,
  standardDeviation = 1,
): tf.Tensor {
  return tf.tidy(() => {
    const uniform = randomUniformFrom(seed, [2, ...shape]);
    const [first, second] = tf.unstack(uniform, 0);
    // The logarithm of 1 - u, because u may be 0 and is never 1.
    const radius = tf.sqrt(tf.mul(tf.log(tf.sub(1, first!)), -2));
    return tf.add(tf.mul(tf.mul(radius, tf.cos(tf.mul(second!, 2 * Math.PI))), standardDeviation), mean);
  });
}

/**
 * Dropout (Srivastava et al., 2014): sets each value to zero with probability `rate` and divides the others by
 * 1 - rate, so that the expectation stays.
 * @throws RangeError when the rate is not in [0, 1)
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, seed: SeedTensor): T {
  requireBetween(rate, 0, 1 - 1e-6, 'dropout rate');
  if (rate === 0) return tf.clone(x) as T;
  return tf.tidy(() => {
    const kept = tf.cast(tf.greaterEqual(randomUniformFrom(seed, x.shape), rate), 'float32');
    return tf.mul(x, tf.mul(kept, 1 / (1 - rate))) as T;
  });
}

function unitUniform(seed: SeedTensor, shape: readonly number[]): tf.Tensor {
  const backend = nativeBackend();
  if (backend === undefined) {
    return tf.tensor(philoxUniform(seed.dataSync(), tf.util.sizeFromShape([...shape])), [...shape]);
  }
  const types = attributes(backend.binding, {
    dtype: { type: 'float32' },
    T: { type: 'int32' },
    Tseed: { type: 'int32' },
  });
  return backend.executeSingleOutput('StatelessRandomUniform', types, [tf.tensor1d([...shape], 'int32'), seed]);
}
