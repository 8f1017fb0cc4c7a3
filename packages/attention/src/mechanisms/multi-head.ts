/**
 * Multi-head attention (Vaswani et al., NIPS 2017, arXiv:1706.03762, section 3.2.2):
 *
 *   g(Q, K) = softmax(Q W_i^Q (K W_i^K)ᵀ / √d_k) for every head i
 *   f(weights, V) = Concat_i(weights_i · V W_i^V) W^O
 *
 * Self-attention takes one sequence as query, key and value; cross attention takes keys and values from another; masked
 * attention is `causal`, a `mask`, or both. Differences: none; the projections have no bias, as in the paper. Dropout
 * between g and f belongs to the network, which holds both halves.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  child,
  dense,
  expectShape,
  initDense,
  randomNormal,
  requireDivisible,
  requireInteger,
  type DenseParams,
  type Rng,
} from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import { attentionIsAllYouNeed } from '../papers.js';
import {
  exampleQueryKeyValue,
  gScaledDotProduct,
  type QueryKeyValue,
  type ScaledDotProductOptions,
} from './scaled-dot-product.js';

export interface MultiHeadConfig {
  /** d_model. */
  readonly features: number;
  readonly heads: number;
  /** d_k of one head. Default: features / heads. */
  readonly keySize?: number;
  /** d_v of one head. Default: features / heads. */
  readonly valueSize?: number;
  /** Features of keys and values. Default: the features. */
  readonly memoryFeatures?: number;
  /** Default false. */
  readonly bias?: boolean;
  /** Divide the scores by √d_k. Default true. */
  readonly scale?: boolean;
  /** No query sees a later key. Default false. */
  readonly causal?: boolean;
}

/** query, key: [feature, head · keySize]; value: [feature, head · valueSize]; output: W^O [head · valueSize, feature]. */
export type MultiHeadParams = { query: DenseParams; key: DenseParams; value: DenseParams; output: DenseParams };

/** K W_i^K and V W_i^V of all heads: [batch, head, key, keySize] and [batch, head, key, valueSize]. */
export type KeysAndValues = { key: tf.Tensor4D; value: tf.Tensor4D };

/** A mask is broadcast to [batch, head, query, key]. */
export type MultiHeadOptions = ScaledDotProductOptions & {
  /** How many heads the projections hold: their shapes do not show it. Default 1. */
  readonly heads?: number;
  /** What `projectKeysAndValues` gave, where several calls look at the same words; key and value are then not read. */
  readonly projected?: KeysAndValues | undefined;
};

/** @throws RangeError when the heads do not divide the features and no sizes are given */
export function initMultiHead(config: MultiHeadConfig, source: Rng): MultiHeadParams {
  const { heads, bias = false } = config;
  const features = requireInteger(config.features, 'multi-head features');
  const memory = requireInteger(config.memoryFeatures ?? features, 'multi-head memoryFeatures');
  requireInteger(heads, 'multi-head heads');
  if (config.keySize === undefined || config.valueSize === undefined) {
    requireDivisible(features, heads, 'multi-head features');
  }
  const keys = heads * requireInteger(config.keySize ?? features / heads, 'multi-head keySize');
  const values = heads * requireInteger(config.valueSize ?? features / heads, 'multi-head valueSize');
  return {
    query: initDense(features, keys, child(source, 'query'), { bias }),
    key: initDense(memory, keys, child(source, 'key'), { bias }),
    value: initDense(memory, values, child(source, 'value'), { bias }),
    output: initDense(values, features, child(source, 'output'), { bias }),
  };
}

/** What a query is compared with and what is summed, for every head: once for all calls that look at the same words. */
export function projectKeysAndValues(
  params: Pick<MultiHeadParams, 'key' | 'value'>,
  { key, value }: Pick<QueryKeyValue, 'key' | 'value'>,
  heads: number,
): KeysAndValues {
  return { key: splitHeads(dense(params.key, key), heads), value: splitHeads(dense(params.value, value), heads) };
}

/**
 * g: how much each query attends to each key, in every head; rows are distributions.
 * @param input query [batch, query, feature], key [batch, key, feature]
 * @returns [batch, head, query, key]
 */
export function gMultiHead(
  params: MultiHeadParams,
  input: Omit<QueryKeyValue, 'value'>,
  options: MultiHeadOptions = {},
): tf.Tensor4D {
  const { query, key } = input;
  const { heads = 1, projected } = options;
  requireDivisible(params.query.kernel.shape[1], heads, 'multi-head query projection');
  expectShape(query, ['batch', 'query', params.query.kernel.shape[0]], 'multi-head query');
  if (!projected) expectShape(key, [query.shape[0], 'key', params.key.kernel.shape[0]], 'multi-head key');
  return tf.tidy(() => {
    const queries = splitHeads(dense(params.query, query), heads); // [batch, head, query, keySize]
    const keys = projected?.key ?? splitHeads(dense(params.key, key), heads); // [batch, head, key, keySize]
    return gScaledDotProduct<tf.Tensor4D>({}, { query: queries, key: keys }, options);
  });
}

/**
 * f: the weighted values of all heads, side by side, mapped back.
 * @returns [batch, query, feature]
 */
export function fMultiHead(
  params: MultiHeadParams,
  weights: tf.Tensor4D,
  input: Pick<QueryKeyValue, 'value'>,
  { projected }: MultiHeadOptions = {},
): tf.Tensor3D {
  const [batch, heads, , keys] = weights.shape;
  if (!projected) expectShape(input.value, [batch, keys, params.value.kernel.shape[0]], 'multi-head value');
  return tf.tidy(() => {
    const values = projected?.value ?? splitHeads(dense(params.value, input.value), heads); // [batch, head, key, valueSize]
    return dense(params.output, joinHeads(tf.matMul(weights, values)));
  });
}

export const multiHead = compose<MultiHeadParams, QueryKeyValue, tf.Tensor4D, MultiHeadOptions, tf.Tensor3D>(
  gMultiHead,
  fMultiHead,
);

/** [batch, time, head · size] -> [batch, head, time, size] */
export function splitHeads(x: tf.Tensor3D, heads: number): tf.Tensor4D {
  const [batch, time, size] = x.shape;
  return tf.tidy(() => {
    const apart = tf.reshape(x, [batch, time, heads, size / heads]);
    return tf.transpose(apart, [0, 2, 1, 3]) as tf.Tensor4D;
  });
}

/** [batch, head, time, size] -> [batch, time, head · size] */
export function joinHeads(x: tf.Tensor4D): tf.Tensor3D {
  const [batch, heads, time, size] = x.shape;
  return tf.tidy(() => tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, time, heads * size]));
}

const small = { features: 6, heads: 3 } as const;
const blind = {
  'params/key/bias': 'it adds the same number to all scores of a query, to which the softmax is blind',
} as const;

function exampleSequence(source: Rng): QueryKeyValue {
  const x = (label: string) => randomNormal(child(source, label), [2, 5, 6]);
  return { query: x('query'), key: x('key'), value: x('value') };
}

export const multiHeadMechanism: Mechanism<
  MultiHeadConfig,
  MultiHeadParams,
  QueryKeyValue,
  tf.Tensor4D,
  MultiHeadOptions
> = {
  name: 'multi-head',
  title: 'Multi-head attention',
  paper: attentionIsAllYouNeed,
  axes: ['temporal'],
  formula: {
    g: 'A_i = \\mathrm{softmax}\\!\\left(\\frac{Q W_i^Q (K W_i^K)^\\top}{\\sqrt{d_k}}\\right)',
    f: '\\mathrm{Concat}_i(A_i\\,V W_i^V)\\,W^O',
  },
  publishedConfig: { features: 512, heads: 8, keySize: 64, valueSize: 64 },
  examples: {
    plain: { config: small, input: exampleSequence },
    causal: { config: { ...small, causal: true, keySize: 5, valueSize: 7 }, input: exampleSequence },
    bias: { config: { ...small, bias: true }, input: exampleSequence, zeroGradients: blind },
    cross: {
      config: { features: 5, heads: 2, keySize: 3, valueSize: 7, memoryFeatures: 11 },
      input: (source) => {
        const { query, key, value } = exampleQueryKeyValue(source);
        key.dispose();
        return { query, key: randomNormal(child(source, 'memory'), [2, 7, 11]), value };
      },
    },
  },
  weightAxes: () => ({ '': ['batch', 'head', 'query', 'key'] }),
  init: initMultiHead,
  options: ({ heads, scale = true, causal = false }) => ({ heads, scale, causal }),
  g: gMultiHead,
  f: fMultiHead,
  apply: multiHead,
};
