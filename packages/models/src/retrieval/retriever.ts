import * as tf from '@tensorflow/tfjs-core';
import {
  initSimilarityAttention,
  similarityScores,
  type Similarity,
  type SimilarityAttentionParams,
} from '@atlas/attention';
import { child, dense, initDense, requireInteger, type DenseParams, type Rng } from '@atlas/tensor';

export interface RetrieverConfig {
  readonly similarity: Similarity;
  /** Features of a query and of a key. */
  readonly features: number;
  /** Size of the space that queries and keys are mapped into; for the mlp, units of its hidden layer. */
  readonly width: number;
  /** Multiplies the cosine, which alone cannot make a sharp choice. Default 20. */
  readonly sharpness?: number;
}

/**
 * query: W^Q and key: W^K [features, width], without bias as in the Transformer. The mlp has no such maps: the matrix of
 * its hidden layer is already one.
 */
export type RetrieverParams = { query?: DenseParams; key?: DenseParams; similarity: SimilarityAttentionParams };

/** The smallest network that attends: learned maps, a similarity, and the scores of the keys. */
export function initRetriever(config: RetrieverConfig, source: Rng): RetrieverParams {
  const { similarity, features, width } = config;
  requireInteger(features, 'retriever features');
  requireInteger(width, 'retriever width');
  const ofSimilarity = child(source, 'similarity');
  if (similarity === 'mlp') {
    return {
      similarity: initSimilarityAttention({ similarity, querySize: features, hidden: width }, ofSimilarity),
    };
  }
  return {
    query: initDense(features, width, child(source, 'query'), { bias: false }),
    key: initDense(features, width, child(source, 'key'), { bias: false }),
    similarity: initSimilarityAttention({ similarity, querySize: width }, ofSimilarity),
  };
}

/**
 * How well each key answers each query; a softmax over the keys makes attention of it.
 * @param input query [batch, query, feature]; key [batch, key, feature]
 * @returns [batch, query, key]
 */
export function retrieverScores(
  params: RetrieverParams,
  input: { readonly query: tf.Tensor3D; readonly key: tf.Tensor3D },
  config: RetrieverConfig,
): tf.Tensor3D {
  return tf.tidy(() => {
    const query = params.query ? dense(params.query, input.query) : input.query; // [batch, query, width]
    const key = params.key ? dense(params.key, input.key) : input.key; // [batch, key, width]
    const scores = similarityScores(params.similarity, query, key, config.similarity); // [batch, query, key]
    return (config.similarity === 'cosine' ? tf.mul(scores, config.sharpness ?? 20) : scores) as tf.Tensor3D;
  });
}
