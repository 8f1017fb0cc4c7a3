import * as tf from '@tensorflow/tfjs-core';
import { crop, expectShape, requireInteger } from '@atlas/tensor';

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
      const size = patchSize * 2 ** scale;
      const patch = crop(image, cornerOf(location, image.shape, size), size); // [batch, size, size, channel]
      return scale === 0 ? patch : tf.avgPool(patch, 2 ** scale, 2 ** scale, 'valid');
    });
    return tf.stack(patches, 1) as tf.Tensor5D;
  });
}

/** The upper left pixel of a square around a place in [-1, 1]; it may lie outside. int32 [batch, 2] */
function cornerOf(location: tf.Tensor2D, [, height, width]: readonly number[], size: number): tf.Tensor2D {
  const centre = tf.mul(tf.add(tf.clipByValue(location, -1, 1), 1), [height! / 2, width! / 2]);
  return tf.cast(tf.floor(tf.add(centre, 0.5 - size / 2)), 'int32') as tf.Tensor2D;
}
