import * as tf from '@tensorflow/tfjs-core';
import { isOnShapes } from './cost/shape-backend.js';
import { normalValues, uniformValues, type Rng } from './rng.js';

/**
 * How a kernel starts.
 * - `glorot`: uniform in ±sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio, 2010)
 * - `he`: normal with standard deviation sqrt(2 / fanIn) (He et al., 2015, arXiv:1502.01852)
 * - `orthogonal`: orthonormal columns or rows, whichever are fewer (Saxe et al., 2014, arXiv:1312.6120)
 * - `zeros`
 * - `{std}`: normal with that standard deviation
 */
export type Initialiser = 'glorot' | 'he' | 'orthogonal' | 'zeros' | { readonly std: number };

/** The values of a kernel whose last axis is the output and whose other axes are the input. */
export function initialValues(
  source: Rng,
  shape: readonly number[],
  init: Initialiser,
  fanIn: number,
  fanOut: number,
): tf.Tensor {
  if (isOnShapes()) return tf.fill([...shape], 0);
  const size = tf.util.sizeFromShape([...shape]);
  const values = (): Float32Array => {
    if (typeof init === 'object') return normalValues(source, size, 0, init.std);
    switch (init) {
      case 'glorot': {
        const limit = Math.sqrt(6 / (fanIn + fanOut));
        return uniformValues(source, size, -limit, limit);
      }
      case 'he':
        return normalValues(source, size, 0, Math.sqrt(2 / fanIn));
      case 'orthogonal':
        return orthogonalValues(source, size / shape.at(-1)!, shape.at(-1)!);
      case 'zeros':
        return new Float32Array(size);
    }
  };
  return tf.tensor(values(), [...shape]);
}

/** A rows x columns matrix with orthonormal columns (or rows, when they are fewer), by modified Gram–Schmidt. */
function orthogonalValues(source: Rng, rows: number, columns: number): Float32Array {
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const drawn = Float64Array.from(normalValues(source, count * length));
  for (let vector = 0; vector < count; vector++) {
    const current = drawn.subarray(vector * length, (vector + 1) * length);
    for (let other = 0; other < vector; other++) {
      const previous = drawn.subarray(other * length, (other + 1) * length);
      const overlap = dot(current, previous);
      for (let index = 0; index < length; index++) current[index]! -= overlap * previous[index]!;
    }
    const norm = Math.sqrt(dot(current, current));
    for (let index = 0; index < length; index++) current[index]! /= norm;
  }
  if (columns >= rows) return Float32Array.from(drawn);
  return Float32Array.from(
    { length: rows * columns },
    (_, index) => drawn[(index % columns) * length + Math.floor(index / columns)]!,
  );
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += left[index]! * right[index]!;
  return sum;
}
