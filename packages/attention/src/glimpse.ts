import * as tf from '@tensorflow/tfjs-core';
import { expectShape, requireInteger } from '@atlas/tensor';

export interface GlimpseSensorOptions {
  /** g_w: side of a patch in pixels. Default 8. */
  readonly patchSize?: number;
  /** k: patches, each twice as wide as the one before, all given at g_w x g_w. Default 1. */
  readonly scales?: number;
}

/**
 * The retina ρ(x, l) of RAM (Mnih et al., 2014, arXiv:1406.6247): patches around a place, sharp in the middle and
 * coarser outside. What it does depends on the patches alone, not on the size of the image. Outside of the image are
 * zeros. Places are cut to whole pixels, so no gradient flows to the location; it does flow to the image.
 *
 * @param image [batch, height, width, channel]
 * @param location [batch, 2]: down and across, (-1, -1) top left, (0, 0) the centre; clipped to [-1, 1]
 * @returns [batch, scale, patchSize, patchSize, channel]
 */
export function glimpseSensor(
  image: tf.Tensor4D,
  location: tf.Tensor2D,
  { patchSize = 8, scales = 1 }: GlimpseSensorOptions = {},
): tf.Tensor5D {
  expectShape(image, ['batch', 'height', 'width', 'channel'], 'glimpse-sensor image');
  expectShape(location, [image.shape[0], 2], 'glimpse-sensor location');
  requireInteger(patchSize, 'glimpse-sensor patchSize');
  requireInteger(scales, 'glimpse-sensor scales');
  return tf.tidy(() => {
    const patches = Array.from({ length: scales }, (_, scale) => {
      const patch = crop(image, location, patchSize * 2 ** scale); // [batch, 2^scale · patchSize, same, channel]
      return scale === 0 ? patch : tf.avgPool(patch, 2 ** scale, 2 ** scale, 'valid');
    });
    return tf.stack(patches, 1) as tf.Tensor5D;
  });
}

/**
 * A square of whole pixels around a place. Its gradient is written out, because that of a gather with computed indices
 * is not defined.
 * @returns [batch, size, size, channel]
 */
function crop(image: tf.Tensor4D, location: tf.Tensor2D, size: number): tf.Tensor4D {
  const [batch, height, width, channels] = image.shape;
  const differentiable = tf.customGrad((...args) => {
    const [pixelsOfImage, place, save] = args as [tf.Tensor4D, tf.Tensor2D, (tensors: tf.Tensor[]) => void];
    const { index, inside } = whereToLook(place, pixelsOfImage.shape, size);
    save([index, inside]);
    const values = tf.gather(tf.reshape(pixelsOfImage, [batch * height * width, channels]), index);
    const value = tf.mul(tf.reshape(values, [batch, size, size, channels]), inside);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [at, visible] = saved as [tf.Tensor1D, tf.Tensor4D];
      const flat = tf.reshape(tf.mul(dy, visible), [batch * size * size, channels]);
      const dImage = tf.unsortedSegmentSum(flat, at, batch * height * width);
      return [tf.reshape(dImage, image.shape), tf.zeros(location.shape)];
    };
    return { value, gradFunc };
  });
  return differentiable(image, location) as tf.Tensor4D;
}

/** The number of each pixel among all of the batch, [batch · size · size], and whether it is on the image, 0 or 1. */
function whereToLook(
  location: tf.Tensor2D,
  [batch, height, width]: [number, number, number, number],
  size: number,
): { index: tf.Tensor1D; inside: tf.Tensor4D } {
  const [down, across] = tf.split(tf.clipByValue(location, -1, 1), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  const rows = pixels(down, height, size); // [batch, size]
  const columns = pixels(across, width, size);
  const inside = tf.mul(
    tf.reshape(within(rows, height), [batch, size, 1, 1]),
    tf.reshape(within(columns, width), [batch, 1, size, 1]),
  ) as tf.Tensor4D; // [batch, size, size, 1]
  // Integers throughout: float32 cannot number the pixels of a large batch.
  const first = tf.mul(tf.range(0, batch, 1, 'int32'), tf.scalar(height * width, 'int32')); // [batch]
  const rowStart = tf.mul(clamped(rows, height), tf.scalar(width, 'int32')); // [batch, size]
  const index = tf.add(
    tf.add(tf.reshape(first, [batch, 1, 1]), tf.reshape(rowStart, [batch, size, 1])),
    tf.reshape(clamped(columns, width), [batch, 1, size]),
  ); // [batch, size, size]
  return { index: tf.cast(tf.reshape(index, [batch * size * size]), 'int32') as tf.Tensor1D, inside };
}

/** The pixels of a stretch of `size` around a place in [-1, 1], some of them outside. int32 [batch, size] */
function pixels(place: tf.Tensor2D, length: number, size: number): tf.Tensor2D {
  const begin = tf.floor(tf.add(tf.mul(tf.add(place, 1), length / 2), 0.5 - size / 2)); // [batch, 1]
  return tf.add(tf.cast(begin, 'int32'), tf.range(0, size, 1, 'int32'));
}

function within(pixel: tf.Tensor2D, length: number): tf.Tensor2D {
  const last = tf.scalar(length - 1, 'int32');
  return tf.cast(
    tf.logicalAnd(tf.greaterEqual(pixel, tf.scalar(0, 'int32')), tf.lessEqual(pixel, last)),
    'float32',
  ) as tf.Tensor2D;
}

function clamped(pixel: tf.Tensor2D, length: number): tf.Tensor2D {
  return tf.maximum(tf.minimum(pixel, tf.scalar(length - 1, 'int32')), tf.scalar(0, 'int32'));
}
