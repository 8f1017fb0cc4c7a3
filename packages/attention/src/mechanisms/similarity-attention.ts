/**
 * Attention with a choice of similarity (Luong, Pham and Manning, EMNLP 2015, arXiv:1508.04025, section 3.1, compares
 * such score functions):
 *
 *   g(q, k) = softmax over keys of β s(q, k),   f(weights, v) = weights · v
 *
 *   s(q, k) = q · k | cos(q, k) | w · [q; k] | v · tanh(W [q; k] + b)
 *
 * Differences: cosine is not among Luong's functions (it is from Graves et al., 2014, arXiv:1410.5401, which also
 * sharpens it by β); Luong's 'concat' is the mlp here, and `concatenation` is the plain linear form.
 */
import * as tf from '@tensorflow/tfjs-core';
import { child, requireBetween, requireInteger, type Rng } from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';
import {
  concatenationSimilarity,
  cosineSimilarity,
  dotProductSimilarity,
  initConcatenationSimilarity,
  initMlpSimilarity,
  mlpSimilarity,
  type ConcatenationParams,
  type MlpParams,
  type Similarity,
} from '../similarity.js';
import { exampleQueryKeyValue, fScaledDotProduct, type QueryKeyValue } from './scaled-dot-product.js';

export interface SimilarityAttentionConfig {
  readonly similarity: Similarity;
  readonly querySize: number;
  /** Default: the query size; dot product and cosine need both to be equal. */
  readonly keySize?: number;
  /** Units of the mlp's hidden layer. Default: the query size. */
  readonly hidden?: number;
  /** β: multiplies the similarity. Default 1. */
  readonly sharpness?: number;
}

/** Only what the chosen similarity needs: nothing for dot product and cosine. */
export type SimilarityAttentionParams = { concatenation?: ConcatenationParams; mlp?: MlpParams };

export type SimilarityAttentionOptions = CallOptions & {
  /** Default: what the parameters are for; 'dot-product' without parameters. */
  readonly similarity?: Similarity;
  readonly sharpness?: number;
};

export function initSimilarityAttention(config: SimilarityAttentionConfig, source: Rng): SimilarityAttentionParams {
  const querySize = requireInteger(config.querySize, 'similarity-attention querySize');
  const keySize = requireInteger(config.keySize ?? querySize, 'similarity-attention keySize');
  requireBetween(config.sharpness ?? 1, 0, Number.MAX_VALUE, 'similarity-attention sharpness');
  switch (config.similarity) {
    case 'concatenation':
      return { concatenation: initConcatenationSimilarity(querySize, keySize, child(source, 'concatenation')) };
    case 'mlp': {
      const hidden = requireInteger(config.hidden ?? querySize, 'similarity-attention hidden');
      return { mlp: initMlpSimilarity(querySize, keySize, hidden, child(source, 'mlp')) };
    }
    default:
      if (querySize !== keySize) {
        throw new RangeError(
          `similarity-attention keySize: expected ${querySize}, the query size, for '${config.similarity}', found ${keySize}.`,
        );
      }
      return {};
  }
}

/**
 * g: how much each query attends to each key; rows are distributions.
 * @returns [batch, query, key]
 */
export function gSimilarityAttention(
  params: SimilarityAttentionParams,
  input: QueryKeyValue,
  options: SimilarityAttentionOptions = {},
): tf.Tensor3D {
  const { query, key } = input;
  return tf.tidy(() => {
    const scores = similarityScores(params, query, key, options.similarity); // [batch, query, key]
    return tf.softmax(tf.mul(scores, options.sharpness ?? 1)) as tf.Tensor3D;
  });
}

/** f: the weighted sum of the values. [batch, query, valueSize] */
export function fSimilarityAttention(
  _params: SimilarityAttentionParams,
  weights: tf.Tensor3D,
  input: QueryKeyValue,
  _options: SimilarityAttentionOptions = {},
): tf.Tensor3D {
  return fScaledDotProduct({}, weights, input);
}

export const similarityAttention = compose(gSimilarityAttention, fSimilarityAttention);

/** The scores before the softmax. [batch, query, key] */
export function similarityScores(
  params: SimilarityAttentionParams,
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  similarity?: Similarity,
): tf.Tensor3D {
  if (params.mlp) return mlpSimilarity(params.mlp, query, key);
  if (params.concatenation) return concatenationSimilarity(params.concatenation, query, key);
  if (similarity === 'concatenation' || similarity === 'mlp') {
    throw new RangeError(
      `similarity-attention params: expected '${similarity}' in them, found none. Make them with initSimilarityAttention.`,
    );
  }
  return similarity === 'cosine' ? cosineSimilarity(query, key) : dotProductSimilarity(query, key);
}

export const similarityAttentionMechanism: Mechanism<
  SimilarityAttentionConfig,
  SimilarityAttentionParams,
  QueryKeyValue,
  tf.Tensor3D,
  SimilarityAttentionOptions
> = {
  name: 'similarity-attention',
  title: 'Attention with a choice of similarity',
  paper: {
    title: 'Effective Approaches to Attention-based Neural Machine Translation',
    authors: 'Luong, Pham and Manning',
    arxiv: '1508.04025',
    venue: 'EMNLP 2015',
    date: '2015-08-17',
  },
  axes: ['temporal'],
  formula: {
    g: 'A = \\mathrm{softmax}_k\\,\\beta\\,s(q, k),\\quad s \\in \\{q\\cdot k,\\ \\cos(q,k),\\ w\\cdot[q;k],\\ v\\cdot\\tanh(W[q;k]+b)\\}',
    f: 'A V',
  },
  publishedConfig: { similarity: 'dot-product', querySize: 1000 },
  examples: {
    'dot product': { config: { similarity: 'dot-product', querySize: 5 }, input: exampleQueryKeyValue },
    cosine: { config: { similarity: 'cosine', querySize: 5, sharpness: 3 }, input: exampleQueryKeyValue },
    concatenation: {
      config: { similarity: 'concatenation', querySize: 5 },
      input: exampleQueryKeyValue,
      zeroGradients: {
        'input/query': 'the part of the query is the same for every key, and the softmax is blind to it',
      },
    },
    mlp: { config: { similarity: 'mlp', querySize: 5, hidden: 13 }, input: exampleQueryKeyValue },
  },
  weightAxes: () => ({ '': ['batch', 'query', 'key'] }),
  init: initSimilarityAttention,
  options: ({ similarity, sharpness = 1 }) => ({ similarity, sharpness }),
  g: gSimilarityAttention,
  f: fSimilarityAttention,
  apply: similarityAttention,
};
