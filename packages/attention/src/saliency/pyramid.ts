import * as tf from '@tensorflow/tfjs-core';

/** Scales 0 to 8: ratios 1:1 to 1:256. */
export const SCALES = 9;

/** The binomial approximation of a Gaussian that halves the sampling. */
const BINOMIAL = [1, 4, 6, 4, 1].map((value) => value / 16);

/**
 * A dyadic Gaussian pyramid: every scale is the one before, blurred and with every second row and column dropped, so
 * that pixel i of scale s lies over pixel 2^s i of the image.
 * @param x [batch, height, width, channel]
 * @returns 9 scales, scale 0 being x itself (a copy)
 */
export function gaussianPyramid(x: tf.Tensor4D): tf.Tensor4D[] {
  const scales = [tf.clone(x)];
  while (scales.length < SCALES) scales.push(halve(scales.at(-1)!));
  return scales;
}

/** Blurs and drops every second row and column. [batch, ⌈height / 2⌉, ⌈width / 2⌉, channel] */
export function halve(x: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => filter(filter(x, BINOMIAL, 'rows', 2), BINOMIAL, 'columns', 2));
}

/** Convolves every channel along one axis; beyond its edge an image goes on as in a mirror. */
export function filter(
  x: tf.Tensor4D,
  taps: readonly number[],
  along: 'rows' | 'columns',
  stride: 1 | 2 = 1,
): tf.Tensor4D {
  const half = (taps.length - 1) / 2;
  return tf.tidy(() => {
    const padded = along === 'rows' ? mirror(x, half, 1) : mirror(x, half, 2);
    const shape: [number, number, number, number] = along === 'rows' ? [taps.length, 1, 1, 1] : [1, taps.length, 1, 1];
    const channels = x.shape[3];
    const kernel = tf.tile(tf.tensor4d([...taps], shape), [1, 1, channels, 1]);
    const filtered = tf.depthwiseConv2d(padded, kernel, 1, 'valid');
    return stride === 1 ? filtered : everySecond(filtered, along);
  });
}

/** Convolves every channel with the same square kernel. [batch, height, width, channel] */
export function filterSquare(x: tf.Tensor4D, kernel: readonly number[], size: number): tf.Tensor4D {
  return tf.tidy(() => {
    const half = (size - 1) / 2;
    const filters = tf.tile(tf.tensor4d([...kernel], [size, size, 1, 1]), [1, 1, x.shape[3], 1]);
    return tf.depthwiseConv2d(mirror(mirror(x, half, 1), half, 2), filters, 1, 'valid');
  });
}

/** A scale interpolated to the size of a finer one: pixel k lies over pixel 2^(difference of scales) k. */
export function interpolate(x: tf.Tensor4D, height: number, width: number): tf.Tensor4D {
  return tf.image.resizeBilinear(x, [height, width]);
}

function everySecond(x: tf.Tensor4D, along: 'rows' | 'columns'): tf.Tensor4D {
  const axis = along === 'rows' ? 1 : 2;
  const count = Math.ceil(x.shape[axis] / 2);
  const kept = Array.from({ length: count }, (_, index) => 2 * index);
  return tf.gather(x, tf.tensor1d(kept, 'int32'), axis);
}

/** Edges stay edges and textures go on, so that the border of an image is not salient by itself. */
function mirror(x: tf.Tensor4D, by: number, axis: 1 | 2): tf.Tensor4D {
  if (by === 0) return x;
  const length = x.shape[axis];
  const source = Array.from({ length: length + 2 * by }, (_, index) => {
    const place = (((index - by) % (2 * length)) + 2 * length) % (2 * length);
    return Math.min(place, 2 * length - 1 - place);
  });
  return tf.gather(x, tf.tensor1d(source, 'int32'), axis);
}
