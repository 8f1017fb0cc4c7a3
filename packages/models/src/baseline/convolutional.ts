import * as tf from '@tensorflow/tfjs-core';
import {
  child,
  convolution,
  costScope,
  dense,
  expectShape,
  initConvolution,
  initDense,
  requireInteger,
  type ConvolutionParams,
  type DenseParams,
  type Rng,
} from '@atlas/tensor';

export interface ConvolutionalConfig {
  /** Side of the square grey images in pixels. */
  readonly side: number;
  /** Default 8. */
  readonly filters?: number;
  /** Side of a filter in pixels. Default 10. */
  readonly kernelSize?: number;
  /** Default 5. */
  readonly stride?: number;
  /** Units of the layer behind the filters. Default 256. */
  readonly hidden?: number;
  /** Default 10. */
  readonly classes?: number;
}

export type ConvolutionalParams = { filters: ConvolutionParams; hidden: DenseParams; classifier: DenseParams };

/**
 * A layer of large filters and a dense one over all places, the "convolutional, 2 layers" kind of network with which
 * Mnih et al. (2014, arXiv:1406.6247) compare recurrent attention: Lin(Rect(Lin(Rect(conv(x))))).
 * @throws RangeError when a filter does not fit on the image
 */
export function initConvolutional(config: ConvolutionalConfig, source: Rng): ConvolutionalParams {
  const { side, filters = 8, kernelSize = 10, stride = 5, hidden = 256, classes = 10 } = config;
  for (const [name, size] of Object.entries({ side, filters, kernelSize, stride, hidden, classes })) {
    requireInteger(size, `convolutional ${name}`);
  }
  if (kernelSize > side) {
    throw new RangeError(`convolutional kernelSize: expected at most the side of ${side}, found ${kernelSize}.`);
  }
  const places = Math.floor((side - kernelSize) / stride) + 1;
  return {
    filters: initConvolution({ kernelSize, inChannels: 1, outChannels: filters }, child(source, 'filters')),
    hidden: initDense(places ** 2 * filters, hidden, child(source, 'hidden'), { init: 'he' }),
    classifier: initDense(hidden, classes, child(source, 'classifier')),
  };
}

/**
 * The class scores before the softmax.
 * @param images [batch, side, side, 1]
 * @returns [batch, class]
 */
export function convolutional(
  params: ConvolutionalParams,
  images: tf.Tensor4D,
  { stride = 5 }: Pick<ConvolutionalConfig, 'stride'> = {},
): tf.Tensor2D {
  expectShape(images, ['batch', 'height', 'width', 1], 'convolutional images');
  return tf.tidy(() => {
    const maps = costScope('filters', () =>
      tf.relu(convolution(params.filters, images, { strides: stride, padding: 'valid' })),
    ); // [batch, place, place, filter]
    const flat = tf.reshape(maps, [images.shape[0], params.hidden.kernel.shape[0]]); // [batch, place · place · filter]
    const hidden = costScope('hidden', () => tf.relu(dense(params.hidden, flat))); // [batch, hidden]
    return costScope('classifier', () => dense(params.classifier, hidden)) as tf.Tensor2D; // [batch, class]
  });
}
