/**
 * Scaled dot-product attention (Vaswani et al., NIPS 2017, arXiv:1706.03762, equation 1):
 *
 *   g(q, k) = softmax(q kᵀ / √d_k),   f(weights, v) = weights · v
 *
 * It has no parameters: projections belong to self-attention and multi-head attention, which are built on it.
 * Differences: a row whose mask allows no key becomes zeros, where the paper says nothing. `scale` can be turned off to
 * see what the division by √d_k is for.
 */
import * as tf from '@tensorflow/tfjs-core';
import { child, randomNormal, type Rng } from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism, NoParams } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';
import { attentionIsAllYouNeed } from '../papers.js';
import { causalMask, expectMask, maskedSoftmax } from '../softmax.js';

export interface ScaledDotProductConfig {
  /** Divide the scores by √d_k. Default true. */
  readonly scale?: boolean;
  /** No query sees a later key. Default false. */
  readonly causal?: boolean;
}

/** query: [..., query, keySize]; key: [..., key, keySize]; value: [..., key, valueSize]; equal leading axes. */
export type QueryKeyValue<T extends tf.Tensor = tf.Tensor3D> = { query: T; key: T; value: T };

export type ScaledDotProductOptions = CallOptions &
  ScaledDotProductConfig & {
    /** True where a query may attend to a key; broadcastable to [..., query, key]. */
    readonly mask?: tf.Tensor | undefined;
  };

/**
 * q kᵀ / √d_k, before the softmax.
 * @returns [..., query, key]
 * @throws RangeError when leading axes or sizes do not agree
 */
export function scaledScores<T extends tf.Tensor>(query: T, key: T, scale = true): T {
  return tf.tidy(() => {
    // The queries are far fewer numbers than the scores.
    const scaled = scale ? tf.mul(query, 1 / Math.sqrt(query.shape.at(-1)!)) : query;
    return tf.matMul(scaled, key, false, true) as T; // [..., query, key]
  });
}

export function initScaledDotProduct(_config: ScaledDotProductConfig, _source: Rng): NoParams {
  return {};
}

/**
 * g: how much each query attends to each key; rows are distributions.
 * @returns [..., query, key]
 */
export function gScaledDotProduct<T extends tf.Tensor>(
  _params: NoParams,
  input: { query: T; key: T },
  options: ScaledDotProductOptions = {},
): T {
  expectQueryKey(input.query, input.key, 'scaled-dot-product');
  const queries = input.query.shape.at(-2)!;
  const keys = input.key.shape.at(-2)!;
  expectMask(options.mask, [...input.query.shape.slice(0, -2), queries, keys], 'scaled-dot-product');
  return tf.tidy(() => {
    const scores = scaledScores(input.query, input.key, options.scale ?? true); // [..., query, key]
    return maskedSoftmax(scores, combinedMask(queries, keys, options));
  });
}

/**
 * f: the weighted sum of the values.
 * @returns [..., query, valueSize]
 */
export function fScaledDotProduct<T extends tf.Tensor>(
  _params: NoParams,
  weights: T,
  input: { value: T },
  _options: ScaledDotProductOptions = {},
): T {
  if (input.value.rank !== weights.rank || input.value.shape.at(-2) !== weights.shape.at(-1)) {
    throw new RangeError(
      `scaled-dot-product value: expected [..., ${weights.shape.at(-1)}, valueSize] of rank ${weights.rank}, ` +
        `found [${input.value.shape.join(', ')}].`,
    );
  }
  return tf.matMul(weights, input.value);
}

export const scaledDotProduct: <T extends tf.Tensor>(
  params: NoParams,
  input: QueryKeyValue<T>,
  options?: ScaledDotProductOptions,
) => { output: T; weights: T } = compose(gScaledDotProduct, fScaledDotProduct);

/** The mask given and the causal one, as one; undefined where everything is allowed. */
export function combinedMask(
  queries: number,
  keys: number,
  { mask, causal = false }: Pick<ScaledDotProductOptions, 'mask' | 'causal'>,
): tf.Tensor | undefined {
  if (!causal) return mask;
  const earlier = causalMask(queries, keys);
  return mask ? tf.logicalAnd(mask, earlier) : earlier;
}

/** @throws RangeError when queries and keys do not fit each other */
export function expectQueryKey(query: tf.Tensor, key: tf.Tensor, mechanism: string): void {
  const expected = [...query.shape.slice(0, -2), 'key', query.shape.at(-1) ?? 'keySize'];
  const fits =
    query.rank >= 3 &&
    key.rank === query.rank &&
    key.shape.every((size, axis) => axis === key.rank - 2 || size === query.shape[axis]);
  if (!fits) {
    throw new RangeError(
      `${mechanism} key: expected shape [${expected.join(', ')}] of rank at least 3 to go with the query ` +
        `[${query.shape.join(', ')}], found [${key.shape.join(', ')}].`,
    );
  }
  if (query.size === 0 || key.size === 0) {
    throw new RangeError(
      `${mechanism} query and key: expected at least one position each, ` +
        `found [${query.shape.join(', ')}] and [${key.shape.join(', ')}].`,
    );
  }
}

/** Queries, keys and values of different lengths and sizes, all of them primes, so that no two axes can be confused. */
export function exampleQueryKeyValue(source: Rng): QueryKeyValue {
  return {
    query: randomNormal(child(source, 'query'), [2, 3, 5]),
    key: randomNormal(child(source, 'key'), [2, 7, 5]),
    value: randomNormal(child(source, 'value'), [2, 7, 11]),
  };
}

export const scaledDotProductMechanism: Mechanism<
  ScaledDotProductConfig,
  NoParams,
  QueryKeyValue,
  tf.Tensor3D,
  ScaledDotProductOptions
> = {
  name: 'scaled-dot-product',
  title: 'Scaled dot-product attention',
  paper: attentionIsAllYouNeed,
  axes: ['temporal'],
  formula: {
    g: 'A = \\mathrm{softmax}\\!\\left(\\frac{Q K^\\top}{\\sqrt{d_k}}\\right)',
    f: 'A V',
  },
  publishedConfig: { scale: true },
  examples: {
    plain: { config: {}, input: exampleQueryKeyValue },
    unscaled: { config: { scale: false }, input: exampleQueryKeyValue },
    causal: { config: { causal: true }, input: exampleQueryKeyValue },
  },
  weightAxes: () => ({ '': ['batch', 'query', 'key'] }),
  init: initScaledDotProduct,
  options: ({ scale = true, causal = false }) => ({ scale, causal }),
  g: gScaledDotProduct,
  f: fScaledDotProduct,
  apply: scaledDotProduct,
};
