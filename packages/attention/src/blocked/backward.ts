import * as tf from '@tensorflow/tfjs-core';
import { tidyTree } from '../compose.js';
import { accumulate, part, type ScoreBlocks, type Stretch } from './blocks.js';

/**
 * What is known on the way back through the weights P = exp(s - L). Their gradient is dP = dO vᵀ + shift, that of the
 * scores ds = P · dP.
 */
export interface Upstream {
  /** L [batch, query, 1]. */
  readonly logSum: tf.Tensor3D;
  /** [batch, key, valueSize]; a value size of 0 where no values take part. */
  readonly value: tf.Tensor3D;
  /** dO [batch, query, valueSize]. */
  readonly dOutput: tf.Tensor3D;
  /** Added to the gradient of every weight of a row: [batch, query, 1]. */
  readonly shift: tf.Tensor3D;
}

export type BlockGradients = { query: tf.Tensor3D; key: tf.Tensor3D; value: tf.Tensor3D };

/** The gradients of queries, keys and values; one block of weights at a time is made again. */
export function backward(blocks: ScoreBlocks, upstream: Upstream): BlockGradients {
  return tidyTree(() => {
    const queries = blocks.rows.map((rows) => tf.zerosLike(part(blocks.query, rows)));
    const keys: tf.Tensor3D[] = [];
    const values: tf.Tensor3D[] = [];
    for (const columns of blocks.columns) {
      let key = tf.zerosLike(part(blocks.key, columns));
      let value = tf.zerosLike(part(upstream.value, columns));
      blocks.rows.forEach((rows, row) => {
        if (!blocks.sees(rows, columns)) return;
        const share = tf.tidy(() => blockGradients(blocks, upstream, rows, columns));
        queries[row] = accumulate(queries[row]!, share.query);
        key = accumulate(key, share.key);
        value = accumulate(value, share.value);
      });
      keys.push(key);
      values.push(value);
    }
    return { query: tf.concat(queries, 1), key: tf.concat(keys, 1), value: tf.concat(values, 1) };
  });
}

function blockGradients(blocks: ScoreBlocks, upstream: Upstream, rows: Stretch, columns: Stretch): BlockGradients {
  const { value, dOutput } = upstream;
  const scores = blocks.scores(rows, columns); // [batch, row, column]
  const weights = blocks.exponentials(scores, part(upstream.logSum, rows), rows, columns);
  const shift = part(upstream.shift, rows); // [batch, row, 1]
  const hasValues = value.shape[2] > 0;
  const dWeights = hasValues ? tf.add(tf.matMul(part(dOutput, rows), part(value, columns), false, true), shift) : shift;
  const dScores = tf.mul(tf.mul(weights, dWeights), blocks.scale) as tf.Tensor3D; // [batch, row, column]
  return {
    query: tf.matMul(dScores, part(blocks.key, columns)),
    key: tf.matMul(dScores, part(blocks.query, rows), true, false),
    value: hasValues ? tf.matMul(weights, part(dOutput, rows), true, false) : tf.zerosLike(part(value, columns)),
  };
}
