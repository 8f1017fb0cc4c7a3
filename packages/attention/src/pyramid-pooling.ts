import * as tf from '@tensorflow/tfjs-core';
import { expectShape, requireInteger } from '@atlas/tensor';

/** {1, 3, 6, 8}: S = 1 + 9 + 36 + 64 = 110 (Zhu et al., 2019, arXiv:1908.07678). */
export const publishedPyramid: readonly number[] = [1, 3, 6, 8];

/**
 * Adaptive averages over n x n bins for every n of the pyramid. Bin i of a side of length L goes from ⌊i L / n⌋ to
 * ⌈(i + 1) L / n⌉, so bins overlap where n does not divide L.
 * @param x [batch, height, width, channel]
 * @returns [batch, S, channel], S = Σ n², each level row by row
 */
export function pyramidPool(x: tf.Tensor4D, sizes: readonly number[] = publishedPyramid): tf.Tensor3D {
  expectShape(x, ['batch', 'height', 'width', 'channel'], 'pyramid-pooling x');
  const [batch, height, width, channels] = x.shape;
  return tf.tidy(() =>
    tf.concat(
      sizes.map((bins) => {
        const rows = poolAxis(tf.reshape(x, [batch, height, width * channels]), bins); // [batch, bins, width · channel]
        const columns = poolAxis(tf.reshape(rows, [batch * bins, width, channels]), bins); // [batch · bins, bins, channel]
        return tf.reshape(columns, [batch, bins * bins, channels]) as tf.Tensor3D;
      }),
      1,
    ),
  );
}

/** S: how many bins a pyramid has. */
export function pyramidSize(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + requireInteger(size, 'pyramid-pooling sizes') ** 2, 0);
}

/** Averages the middle axis over bins: [outer, length, inner] -> [outer, bins, inner]. */
function poolAxis(x: tf.Tensor3D, bins: number): tf.Tensor3D {
  const [outer, length, inner] = x.shape;
  if (length % bins === 0) return tf.mean(tf.reshape(x, [outer, bins, length / bins, inner]), 2);
  return overlappingAverages(x, bins);
}

/**
 * The same where bins overlap. The gradient of a slice is padded to the whole axis, and there would be one for each bin
 * to add up: dx = Aᵀ dy with the matrix A of averages, [bins, length], is one product.
 */
function overlappingAverages(x: tf.Tensor3D, bins: number): tf.Tensor3D {
  const [outer, length, inner] = x.shape;
  const ranges = Array.from({ length: bins }, (_, bin) => ({
    begin: Math.floor((bin * length) / bins),
    end: Math.ceil(((bin + 1) * length) / bins),
  }));
  const average = tf.customGrad((...args) => {
    const [given] = args as unknown as [tf.Tensor3D];
    const averages = ranges.map(({ begin, end }) =>
      tf.mean<tf.Tensor3D>(tf.slice(given, [0, begin, 0], [outer, end - begin, inner]), 1, true),
    );
    const gradFunc = (dy: tf.Tensor): tf.Tensor => {
      const rows = ranges.map(({ begin, end }) =>
        Array.from({ length }, (_, i) => (i >= begin && i < end ? 1 / (end - begin) : 0)),
      );
      // [1, bins, length]ᵀ x [outer, bins, inner] -> [outer, length, inner]
      return tf.matMul(tf.tensor3d([rows]), dy as tf.Tensor3D, true, false);
    };
    return { value: tf.concat(averages, 1), gradFunc };
  });
  return average(x) as tf.Tensor3D;
}
