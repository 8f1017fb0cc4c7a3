import * as tf from '@tensorflow/tfjs-core';

/** Numbers in nested arrays, row by row, as they are written in a test. */
export type NestedNumbers = number | readonly NestedNumbers[];

/** What can be compared: a tensor, a typed array (one axis) or nested arrays. */
export type Comparable = tf.Tensor | Float32Array | Float64Array | Int32Array | Uint8Array | NestedNumbers;

export interface Tolerance {
  /** Allowed difference relative to the expected value. Default 1e-5. */
  readonly rtol?: number;
  /** Allowed difference whatever the expected value. Default 1e-6. */
  readonly atol?: number;
}

/**
 * Throws unless two arrays have the same shape and every pair of values is close:
 *   |actual - expected| <= atol + rtol · |expected|.
 * NaN is close only to NaN, an infinity only to itself. (The comparison that TensorFlow.js brings accepts NaN for an
 * infinity and has an absolute tolerance of 1e-3.)
 * @throws Error that shows the worst difference, its place, and how many values differ
 */
export function expectClose(actual: Comparable, expected: Comparable, tolerance: Tolerance = {}): void {
  const { rtol = 1e-5, atol = 1e-6 } = tolerance;
  const found = flat(actual, 'actual');
  const wanted = flat(expected, 'expected');
  if (found.shape.length !== wanted.shape.length || found.shape.some((size, axis) => size !== wanted.shape[axis])) {
    throw new Error(`expectClose: expected shape [${wanted.shape.join(', ')}], found [${found.shape.join(', ')}].`);
  }
  let different = 0;
  let worst = { index: -1, excess: -1 };
  for (let index = 0; index < wanted.values.length; index++) {
    const excess = excessOf(found.values[index]!, wanted.values[index]!, rtol, atol);
    if (excess <= 0) continue;
    different++;
    if (excess > worst.excess) worst = { index, excess };
  }
  if (different === 0) return;
  throw new Error(
    `expectClose: ${different} of ${wanted.values.length} values differ (rtol ${rtol}, atol ${atol}). Worst at ` +
      `[${place(worst.index, wanted.shape).join(', ')}]: expected ${wanted.values[worst.index]}, found ${found.values[worst.index]}.`,
  );
}

/** How far a difference is beyond what is allowed; infinite where a difference means nothing. */
function excessOf(found: number, wanted: number, rtol: number, atol: number): number {
  if (Object.is(found, wanted) || found === wanted) return 0;
  if (!Number.isFinite(found) || !Number.isFinite(wanted)) return Infinity;
  return Math.abs(found - wanted) - (atol + rtol * Math.abs(wanted));
}

interface Flat {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

function flat(input: Comparable, what: string): Flat {
  if (input instanceof tf.Tensor) return { shape: input.shape, values: input.dataSync() };
  if (typeof input === 'number') return { shape: [], values: [input] };
  if (ArrayBuffer.isView(input)) return { shape: [input.length], values: input };
  const values: number[] = [];
  const shape: number[] = [];
  collect(input, 0, shape, values, what);
  return { shape, values };
}

function collect(input: NestedNumbers, depth: number, shape: number[], values: number[], what: string): void {
  if (typeof input === 'number') {
    if (depth !== shape.length) throw new Error(`expectClose: ${what} is ragged: a number stands beside a row.`);
    values.push(input);
    return;
  }
  if (depth === shape.length && values.length === 0) shape.push(input.length);
  if (shape[depth] !== input.length) {
    throw new Error(`expectClose: ${what} is ragged: rows of ${shape[depth]} and of ${input.length} values.`);
  }
  for (const part of input) collect(part, depth + 1, shape, values, what);
}

function place(index: number, shape: readonly number[]): number[] {
  const indices: number[] = [];
  let rest = index;
  for (const size of [...shape].reverse()) {
    indices.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return indices;
}
