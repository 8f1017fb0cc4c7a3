import * as tf from '@tensorflow/tfjs-core';

/** The share of M below which a local maximum does not count. */
const FAINT = 0.1;

/** How far a local maximum reigns, as a share of the smaller side of the map. */
const REACH = 1 / 16;

/** Tells equal neighbours apart: the last of a plateau is its maximum. More than float32 rounds near 1. */
const TIE = 2e-7;

/**
 * N(.): promotes maps with few strong peaks and suppresses maps with many equal ones (Itti, Koch and Niebur, 1998):
 *  1. every map is scaled to [0, M];
 *  2. its global maximum M and the mean m̄ of all its other local maxima are found;
 *  3. it is multiplied by (M - m̄)².
 *
 * The paper leaves open what a local maximum is; here it is the highest place within a sixteenth of the smaller side,
 * once for a plateau, and, as in the authors' later toolkits, not below a tenth of M: the ripples around a peak would
 * pass for peaks of their own. M is 1.
 * @param maps [batch, height, width, map], each map by itself
 */
export function normaliseMaps(maps: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const low = tf.min(maps, [1, 2], true); // [batch, 1, 1, map]
    const range = tf.sub(tf.max(maps, [1, 2], true), low);
    const scaled = tf.divNoNan(tf.sub(maps, low), range) as tf.Tensor4D; // a flat map becomes zero
    const peaks = tf.cast(localMaxima(scaled, FAINT), 'float32');
    const count = tf.sum(peaks, [1, 2], true);
    const others = tf.sub(tf.sum(tf.mul(peaks, scaled), [1, 2], true), 1);
    const mean = tf.relu(tf.divNoNan(others, tf.relu(tf.sub(count, 1)))); // m̄; 0 where there is one peak
    return tf.mul(scaled, tf.square(tf.sub(1, mean)));
  });
}

/**
 * Where a map is higher than all around it.
 * @param maps [batch, height, width, map], values from 0 to 1
 * @param faint what is not above this is no maximum
 * @returns boolean, the same shape
 */
export function localMaxima(maps: tf.Tensor4D, faint = 0): tf.Tensor4D {
  const [, height, width] = maps.shape;
  return tf.tidy(() => {
    const reach = Math.max(1, Math.round(Math.min(height, width) * REACH));
    const ramp = tf.reshape(tf.range(0, height * width), [1, height, width, 1]);
    const distinct = tf.add(maps, tf.mul(ramp, TIE)) as tf.Tensor4D;
    // The maximum of a square is that of its rows' maxima: two windows of a line each, in place of one of its square.
    const highest = tf.maxPool(tf.maxPool(distinct, [1, 2 * reach + 1], 1, 'same'), [2 * reach + 1, 1], 1, 'same');
    return tf.logicalAnd(tf.greater(maps, faint), tf.greaterEqual(distinct, highest)) as tf.Tensor4D;
  });
}
