import * as tf from '@tensorflow/tfjs-core';
import { accumulate, NEVER, part, type ScoreBlocks, type Stretch } from './blocks.js';

/** The least denominator: that of a query that sees no key, whose output is zero. */
const TINY = 1e-30;

/** maximum and sum: [batch, row, 1]; weighted: [batch, row, valueSize]. */
type Running = { maximum: tf.Tensor3D; sum: tf.Tensor3D; weighted: tf.Tensor3D };

/**
 * softmax(q kᵀ / √d_k) v beside the logarithm L of the softmax's denominator, in one pass over the blocks with a
 * running maximum and a running sum (Milakov and Gimelshein, 2018, arXiv:1805.02867).
 * @param value [batch, key, valueSize]; a value size of 0 computes L alone
 * @returns [batch, query, valueSize + 1], L last
 */
export function attendWithLogSum(blocks: ScoreBlocks, value: tf.Tensor3D): tf.Tensor3D {
  return tf.tidy(() =>
    tf.concat(
      blocks.rows.map((rows) => attendRows(blocks, value, rows)),
      1,
    ),
  );
}

function attendRows(blocks: ScoreBlocks, value: tf.Tensor3D, rows: Stretch): tf.Tensor3D {
  const batch = blocks.query.shape[0];
  let running: Running = {
    maximum: tf.fill([batch, rows.size, 1], NEVER),
    sum: tf.zeros([batch, rows.size, 1]),
    weighted: tf.zeros([batch, rows.size, value.shape[2]]),
  };
  for (const columns of blocks.columns) {
    if (!blocks.sees(rows, columns)) continue;
    const before = running;
    running = tf.tidy(() => include(blocks, before, value, rows, columns));
    tf.dispose(before);
  }
  const output = tf.tidy(() => {
    const sum = tf.maximum(running.sum, TINY);
    return tf.concat([tf.div(running.weighted, sum), tf.add(running.maximum, tf.log(sum))], 2) as tf.Tensor3D;
  });
  tf.dispose(running);
  return output;
}

function include(blocks: ScoreBlocks, before: Running, value: tf.Tensor3D, rows: Stretch, columns: Stretch): Running {
  const scores = blocks.scores(rows, columns); // [batch, row, column]
  const maximum = tf.maximum(before.maximum, tf.max(scores, 2, true)) as tf.Tensor3D;
  const weights = blocks.exponentials(scores, maximum, rows, columns);
  // What was summed against a lower maximum shrinks to the new one.
  const shrink = tf.exp(tf.sub(before.maximum, maximum));
  const weighted = value.shape[2] > 0 ? tf.matMul(weights, part(value, columns)) : before.weighted;
  return {
    maximum,
    sum: tf.add(tf.mul(before.sum, shrink), tf.sum(weights, 2, true)),
    weighted: value.shape[2] > 0 ? tf.add(tf.mul(before.weighted, shrink), weighted) : tf.clone(before.weighted),
  };
}

/**
 * Σ_j exp(s_ij - L_i) v_j for an L that is given.
 * @param logSum L [batch, query, 1]
 * @returns [batch, query, valueSize]
 */
export function attend(blocks: ScoreBlocks, value: tf.Tensor3D, logSum: tf.Tensor3D): tf.Tensor3D {
  const batch = blocks.query.shape[0];
  return tf.tidy(() => {
    const outputs = blocks.rows.map((rows) => {
      let total = tf.zeros<tf.Rank.R3>([batch, rows.size, value.shape[2]]);
      for (const columns of blocks.columns) {
        if (!blocks.sees(rows, columns)) continue;
        const share = tf.tidy(() => {
          const scores = blocks.scores(rows, columns);
          const weights = blocks.exponentials(scores, part(logSum, rows), rows, columns);
          return tf.matMul(weights, part(value, columns)) as tf.Tensor3D; // [batch, row, valueSize]
        });
        total = accumulate(total, share);
      }
      return total;
    });
    return tf.concat(outputs, 1);
  });
}
