import * as tf from '@tensorflow/tfjs-core';
import { child, dense, expectShape, initDense, randomNormal, type DenseParams, type Rng } from '@atlas/tensor';

/**
 * Ways to say how alike a query and a key are. Each takes query [batch, query, querySize] and key
 * [batch, key, keySize] and gives scores [batch, query, key]; a softmax over the keys makes weights of them.
 */
export type Similarity = 'dot-product' | 'cosine' | 'concatenation' | 'mlp';

/** weight: w [querySize + keySize]. */
export type ConcatenationParams = { weight: tf.Tensor1D };

/** hidden: W [querySize + keySize, hidden] and b [hidden]; score: v [hidden]. */
export type MlpParams = { hidden: DenseParams; score: tf.Tensor1D };

export function initConcatenationSimilarity(querySize: number, keySize: number, source: Rng): ConcatenationParams {
  return { weight: randomNormal(source, [querySize + keySize], 0, 1 / Math.sqrt(querySize + keySize)) };
}

export function initMlpSimilarity(querySize: number, keySize: number, hidden: number, source: Rng): MlpParams {
  return {
    hidden: initDense(querySize + keySize, hidden, child(source, 'hidden')),
    score: randomNormal(child(source, 'score'), [hidden], 0, 1 / Math.sqrt(hidden)),
  };
}

/** s(q, k) = q · k (Luong et al., 2015, arXiv:1508.04025, 'dot'). */
export function dotProductSimilarity(query: tf.Tensor3D, key: tf.Tensor3D): tf.Tensor3D {
  expectShape(key, [query.shape[0], 'key', query.shape[2]], 'dot-product similarity key');
  return tf.matMul(query, key, false, true); // [batch, query, key]
}

/** s(q, k) = q · k / (|q| |k|) (Graves et al., 2014, arXiv:1410.5401). A zero vector is similar to nothing: 0. */
export function cosineSimilarity(query: tf.Tensor3D, key: tf.Tensor3D): tf.Tensor3D {
  expectShape(key, [query.shape[0], 'key', query.shape[2]], 'cosine similarity key');
  return tf.tidy(() => tf.matMul(unit(query), unit(key), false, true)); // [batch, query, key]
}

/**
 * s(q, k) = w · [q; k]. It is linear, so it is a part of the query plus a part of the key: a softmax over the keys
 * takes the query's part away, and every query gets the same weights.
 */
export function concatenationSimilarity(
  params: ConcatenationParams,
  query: tf.Tensor3D,
  key: tf.Tensor3D,
): tf.Tensor3D {
  const [batch, queries, querySize] = query.shape;
  const [, keys, keySize] = key.shape;
  expectShape(key, [batch, 'key', 'keySize'], 'concatenation similarity key');
  expectShape(params.weight, [querySize + keySize], 'concatenation similarity weight');
  return tf.tidy(() => {
    const forQuery = tf.reshape(tf.slice(params.weight, 0, querySize), [querySize, 1]) as tf.Tensor2D;
    const forKey = tf.reshape(tf.slice(params.weight, querySize, keySize), [keySize, 1]) as tf.Tensor2D;
    const ofQuery = tf.reshape(dense({ kernel: forQuery }, query), [batch, queries, 1]);
    const ofKey = tf.reshape(dense({ kernel: forKey }, key), [batch, 1, keys]);
    return tf.add(ofQuery, ofKey) as tf.Tensor3D; // [batch, query, key]
  });
}

/** s(q, k) = v · tanh(W [q; k] + b): one hidden layer, after which a query and a key can interact. */
export function mlpSimilarity(params: MlpParams, query: tf.Tensor3D, key: tf.Tensor3D): tf.Tensor3D {
  const [batch, queries, querySize] = query.shape;
  const [, keys, keySize] = key.shape;
  expectShape(key, [batch, 'key', 'keySize'], 'mlp similarity key');
  const [inputs, hidden] = params.hidden.kernel.shape;
  if (inputs !== querySize + keySize) {
    throw new RangeError(
      `mlp similarity query and key: expected ${inputs} features together, found ${querySize} + ${keySize}.`,
    );
  }
  return tf.tidy(() => {
    // W [q; k] = W_q q + W_k k: the concatenation of every pair is never stored.
    const forQuery = tf.slice(params.hidden.kernel, [0, 0], [querySize, hidden]);
    const forKey = tf.slice(params.hidden.kernel, [querySize, 0], [keySize, hidden]);
    const ofQuery = tf.reshape(dense({ ...params.hidden, kernel: forQuery }, query), [batch, queries, 1, hidden]);
    const ofKey = tf.reshape(dense({ kernel: forKey }, key), [batch, 1, keys, hidden]);
    return weighedTanh(tf.add(ofQuery, ofKey), params.score); // [batch, query, key]
  });
}

/**
 * v · tanh(x) over the last axis.
 * @param x [batch, query, key, hidden]
 * @param score v [hidden]
 */
export function weighedTanh(x: tf.Tensor, score: tf.Tensor1D): tf.Tensor3D {
  return tf.tidy(() => {
    const kernel = tf.reshape(score, [score.size, 1]) as tf.Tensor2D;
    return tf.squeeze(dense({ kernel }, tf.tanh(x)), [-1]) as tf.Tensor3D;
  });
}

function unit(vectors: tf.Tensor3D): tf.Tensor3D {
  // The epsilon inside the root keeps the gradient of a zero vector finite.
  const squares = tf.sum(tf.square(vectors), -1, true); // [batch, position, 1]
  return tf.mul(vectors, tf.rsqrt(tf.add(squares, 1e-12)));
}
