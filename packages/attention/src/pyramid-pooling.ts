import * as tf from '@tensorflow/tfjs-core';
import { expectShape, requireInteger, uncounted } from '@atlas/tensor';

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
  return tf.tidy(() => {
    const everyRow = sizes.flatMap((bins) => averages(bins, height)); // [Σ n, height]
    const rows = combine(everyRow, tf.reshape(x, [batch, height, width * channels])); // [batch, Σ n, width · channel]
    // TensorFlow.js has no gradient of a split into one part.
    const ofLevels = (sizes.length > 1 ? tf.split(rows, [...sizes], 1) : [rows]) as tf.Tensor3D[]; // [batch, n, width · channel]
    const levels = ofLevels.map((level, at) => {
      const bins = sizes[at]!;
      const columns = tf.reshape<tf.Rank.R3>(level, [batch * bins, width, channels]);
      return tf.reshape(combine(averages(bins, width), columns), [batch, bins * bins, channels]) as tf.Tensor3D;
    });
    return tf.concat(levels, 1);
  });
}

/** S: how many bins a pyramid has. */
export function pyramidSize(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + requireInteger(size, 'pyramid-pooling sizes') ** 2, 0);
}

/** The weights of a side's positions in each of its bins: [bins, length], each row adding up to one. */
function averages(bins: number, length: number): number[][] {
  return Array.from({ length: bins }, (_, bin) => {
    const begin = Math.floor((bin * length) / bins);
    const end = Math.ceil(((bin + 1) * length) / bins);
    return Array.from({ length }, (_each, i) => (i >= begin && i < end ? 1 / (end - begin) : 0));
  });
}

/**
 * A x for every member of a batch, with the gradient dx = Aᵀ dy. As products, because bins overlap: of slices, each
 * would have a gradient of its own, padded to the whole side, and there would be one for each bin to add up.
 * @param matrix A [out, in]
 * @param x [batch, in, inner]
 * @returns [batch, out, inner]
 */
function combine(matrix: readonly (readonly number[])[], x: tf.Tensor3D): tf.Tensor3D {
  const product = tf.customGrad((...args) => {
    const [given] = args as unknown as [tf.Tensor3D];
    const value = tf.matMul(tf.tensor3d([matrix.map((row) => [...row])]), given); // [1, out, in] x [batch, in, inner]
    const transposed = matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));
    return { value, gradFunc: (dy: tf.Tensor) => combine(transposed, dy as tf.Tensor3D) };
  });
  return uncounted(() => product(x)) as tf.Tensor3D; // they are means
}
