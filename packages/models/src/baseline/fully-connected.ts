import * as tf from '@tensorflow/tfjs-core';
import {
  child,
  costScope,
  dense,
  expectShape,
  initDense,
  requireInteger,
  type DenseParams,
  type Rng,
} from '@atlas/tensor';

export interface FullyConnectedConfig {
  /** Side of the square grey images in pixels. */
  readonly side: number;
  /** Units of each of the two hidden layers. Default 256. */
  readonly hidden?: number;
  /** Default 10. */
  readonly classes?: number;
}

export type FullyConnectedParams = { first: DenseParams; second: DenseParams; classifier: DenseParams };

/**
 * Two hidden layers over all pixels, with which Mnih et al. (2014, arXiv:1406.6247) compare recurrent attention:
 *   Lin(Rect(Lin(Rect(Lin(x)))))
 */
export function initFullyConnected(config: FullyConnectedConfig, source: Rng): FullyConnectedParams {
  const { hidden = 256, classes = 10 } = config;
  for (const [name, size] of Object.entries({ side: config.side, hidden, classes })) {
    requireInteger(size, `fully connected ${name}`);
  }
  return {
    first: initDense(config.side ** 2, hidden, child(source, 'first'), { init: 'he' }),
    second: initDense(hidden, hidden, child(source, 'second'), { init: 'he' }),
    classifier: initDense(hidden, classes, child(source, 'classifier')),
  };
}

/**
 * The class scores before the softmax.
 * @param images [batch, side, side, 1]
 * @returns [batch, class]
 */
export function fullyConnected(params: FullyConnectedParams, images: tf.Tensor4D): tf.Tensor2D {
  const pixels = params.first.kernel.shape[0];
  const side = Math.sqrt(pixels);
  expectShape(images, ['batch', side, side, 1], 'fully connected images');
  return tf.tidy(() => {
    const flat = tf.reshape(images, [images.shape[0], pixels]); // [batch, pixel]
    const first = costScope('first', () => tf.relu(dense(params.first, flat))); // [batch, hidden]
    const second = costScope('second', () => tf.relu(dense(params.second, first)));
    return costScope('classifier', () => dense(params.classifier, second)) as tf.Tensor2D; // [batch, class]
  });
}
