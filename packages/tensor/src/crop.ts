import * as tf from '@tensorflow/tfjs-core';
import { nativeCrop } from './native/crop.js';
import { usesNativeOperations } from './native/uses-native-operations.js';
import { expectShape, requireInteger } from './shape.js';

/**
 * A square of whole pixels out of each image of a batch; what lies outside of the image is zero. The gradient flows to
 * the images.
 * @param images [batch, height, width, channel]
 * @param corner int32 [batch, 2]: row and column of the upper left pixel, which may lie outside
 * @param size side of the square in pixels
 * @returns [batch, size, size, channel]
 * @throws RangeError when the shapes do not fit, the corner is not int32, or the size is not a whole number from 1
 */
export function crop(images: tf.Tensor4D, corner: tf.Tensor2D, size: number): tf.Tensor4D {
  expectShape(images, ['batch', 'height', 'width', 'channel'], 'crop images');
  expectShape(corner, [images.shape[0], 2], 'crop corner');
  if (corner.dtype !== 'int32') throw new RangeError(`crop corner: expected int32, found ${corner.dtype}.`);
  requireInteger(size, 'crop size');
  const differentiable = tf.customGrad((...args) => {
    const [image, at, save] = args as [tf.Tensor4D, tf.Tensor2D, tf.GradSaveFunc];
    save([at]);
    const native = usesNativeOperations();
    const gradFunc = (outputGradient: tf.Tensor, [saved]: tf.Tensor[]) => [
      gradientOfImages(outputGradient as tf.Tensor4D, saved as tf.Tensor2D, images.shape),
      tf.zeros(corner.shape),
    ];
    return { value: native ? nativeCrop(image, at, size) : gathered(image, at, size), gradFunc };
  });
  return differentiable(images, corner) as tf.Tensor4D;
}

type Shape4D = [batch: number, height: number, width: number, channels: number];

function gathered(images: tf.Tensor4D, corner: tf.Tensor2D, size: number): tf.Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const { index, inside } = pixelsOf(corner, images.shape, size);
  const values = tf.gather(tf.reshape(images, [batch * height * width, channels]), index); // [pixel, channel]
  return tf.mul(tf.reshape(values, [batch, size, size, channels]), inside);
}

function gradientOfImages(outputGradient: tf.Tensor4D, corner: tf.Tensor2D, shape: Shape4D): tf.Tensor4D {
  const [batch, height, width, channels] = shape;
  const size = outputGradient.shape[1];
  const { index, inside } = pixelsOf(corner, shape, size);
  const flat = tf.reshape(tf.mul(outputGradient, inside), [batch * size * size, channels]); // [pixel, channel]
  return tf.reshape(tf.unsortedSegmentSum(flat, index, batch * height * width), shape);
}

/** The number of each pixel among all of the batch, [batch · size · size], and whether it is on the image, 0 or 1. */
function pixelsOf(
  corner: tf.Tensor2D,
  [batch, height, width]: Shape4D,
  size: number,
): { index: tf.Tensor1D; inside: tf.Tensor4D } {
  const [top, left] = tf.split(corner, 2, 1) as [tf.Tensor2D, tf.Tensor2D]; // [batch, 1]
  const along = tf.range(0, size, 1, 'int32');
  const [rows, columns] = [tf.add(top, along), tf.add(left, along)] as [tf.Tensor2D, tf.Tensor2D]; // [batch, size]
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
