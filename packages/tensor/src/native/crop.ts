import * as tf from '@tensorflow/tfjs-core';
import { attributes, nativeBackend } from './backend.js';

/**
 * TensorFlow's own glimpse of an image, which copies rows of pixels, where a gather fetches each pixel for itself: the
 * glimpse of 48 x 48 pixels from 128 images takes a fraction of a millisecond.
 * @param corner int32 [batch, 2]: row and column of the upper left pixel
 */
export function nativeCrop(images: tf.Tensor4D, corner: tf.Tensor2D, size: number): tf.Tensor4D {
  const backend = nativeBackend()!;
  const options = attributes(backend.binding, {
    centered: false,
    normalized: false,
    uniform_noise: false,
    noise: 'zero',
  });
  const inputs = [images, tf.tensor1d([size, size], 'int32'), tf.cast(corner, 'float32')];
  return backend.executeSingleOutput('ExtractGlimpseV2', options, inputs) as tf.Tensor4D;
}
