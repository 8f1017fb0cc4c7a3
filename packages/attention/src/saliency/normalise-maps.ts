import * as tf from '@tensorflow/tfjs-core';

/** The share of M below which a local maximum does not count. */
const FAINT = 0.1;

/**
 * N(.): promotes maps with few strong peaks and suppresses maps with many equal ones (Itti, Koch and Niebur, 1998):
 *  1. every map is scaled to [0, M];
 *  2. its global maximum M and the mean m̄ of all its other local maxima are found;
 *  3. it is multiplied by (M - m̄)².
 *
 * A local maximum is larger than its neighbours above and before it and at least as large as those below and behind it,
 * so that a plateau counts once. M is 1. The paper does not say how faint a maximum counts; as in the authors' later
 * toolkits, one below a tenth of M does not, or the ripples between the peaks would pass for peaks of their own.
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
 * Where a map is higher than around it.
 * @param maps [batch, height, width, map], none negative
 * @param faint what is not above this is no maximum
 * @returns boolean, the same shape
 */
export function localMaxima(maps: tf.Tensor4D, faint = 0): tf.Tensor4D {
  const [batch, height, width, channels] = maps.shape;
  return tf.tidy(() => {
    const border: [number, number][] = [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ];
    const padded = tf.pad(maps, border, -1);
    const neighbour = (row: number, column: number) =>
      tf.slice(padded, [0, 1 + row, 1 + column, 0], [batch, height, width, channels]);
    const before = [neighbour(-1, -1), neighbour(-1, 0), neighbour(-1, 1), neighbour(0, -1)];
    const behind = [neighbour(0, 1), neighbour(1, -1), neighbour(1, 0), neighbour(1, 1)];
    const tests = [
      tf.greater(maps, faint),
      ...before.map((other) => tf.greater(maps, other)),
      ...behind.map((other) => tf.greaterEqual(maps, other)),
    ];
    return tests.reduce((all, test) => tf.logicalAnd(all, test)) as tf.Tensor4D;
  });
}
