import * as tf from '@tensorflow/tfjs-core';

/**
 * Sinusoidal positions (Vaswani et al., 2017, section 3.5):
 *   PE(pos, 2i) = sin(pos / 10000^(2i/d)),  PE(pos, 2i+1) = cos(the same).
 * @param order 'halves' puts all sines in front of all cosines, as tensor2tensor does
 * @returns [time, feature]
 */
export function sinusoidalPositions(
  time: number,
  features: number,
  order: 'interleaved' | 'halves' = 'interleaved',
): tf.Tensor2D {
  const values = new Float32Array(time * features);
  const pairs = features / 2;
  for (let position = 0; position < time; position++) {
    for (let pair = 0; pair < pairs; pair++) {
      const angle = position / 10000 ** ((2 * pair) / features);
      const row = position * features;
      const [sine, cosine] = order === 'interleaved' ? [2 * pair, 2 * pair + 1] : [pair, pairs + pair];
      values[row + sine] = Math.sin(angle);
      values[row + cosine] = Math.cos(angle);
    }
  }
  return tf.tensor2d(values, [time, features]);
}
