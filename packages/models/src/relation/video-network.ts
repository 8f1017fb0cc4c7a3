import * as tf from '@tensorflow/tfjs-core';
import { tidyTree, type AnyMechanism, type CallOptions } from '@atlas/attention';
import {
  child,
  dense,
  expectShape,
  initDense,
  requireInteger,
  type DenseParams,
  type Rng,
  type TensorTree,
} from '@atlas/tensor';
import { convolutionUnit, initConvolutionUnit, type ConvolutionUnitParams } from '../layers/convolution-unit.js';

export interface VideoNetworkConfig {
  /** Width of every layer. */
  readonly channels: number;
  readonly classes: number;
  /** A mechanism for videos [batch, time, height, width, channel], between the two halves. Default none. */
  readonly attention?: { readonly mechanism: AnyMechanism; readonly config: object };
}

/** stem and before: 3x3 convolutions of each frame; after and last: 1x1. */
export type VideoNetworkParams = {
  stem: ConvolutionUnitParams;
  before: ConvolutionUnitParams;
  attention?: TensorTree;
  after: ConvolutionUnitParams;
  last: ConvolutionUnitParams;
  classifier: DenseParams;
};

/**
 * A small network for grey videos. Its convolutions see one frame at a time; of time it knows the number of the frame,
 * which is given to it as a second channel. Only attention can compare frames.
 */
export function initVideoNetwork(config: VideoNetworkConfig, source: Rng): VideoNetworkParams {
  const { channels, classes, attention } = config;
  requireInteger(channels, 'video network channels');
  requireInteger(classes, 'video network classes');
  const unit = (name: string, kernelSize: number, inChannels: number) =>
    initConvolutionUnit({ kernelSize, inChannels, outChannels: channels }, child(source, name));
  return {
    stem: unit('stem', 3, 2),
    before: unit('before', 3, channels),
    ...(attention && { attention: attention.mechanism.init(attention.config, child(source, 'attention')) }),
    after: unit('after', 1, channels),
    last: unit('last', 1, channels),
    classifier: initDense(channels, classes, child(source, 'classifier')),
  };
}

export type VideoNetworkResult = {
  /** Before the softmax [batch, class]. */
  output: tf.Tensor2D;
  weights?: TensorTree;
};

/**
 * The class scores of videos.
 * @param videos [batch, time, height, width, 1]
 */
export function videoNetwork(
  params: VideoNetworkParams,
  videos: tf.Tensor5D,
  { config, ...call }: CallOptions & { readonly config: VideoNetworkConfig },
): VideoNetworkResult {
  expectShape(videos, ['batch', 'time', 'height', 'width', 1], 'video network videos');
  const [batch, time, height, width] = videos.shape;
  const { channels, attention } = config;
  return tidyTree(() => {
    const clock = tf.reshape(tf.linspace(-1, 1, time), [1, time, 1, 1, 1]);
    const timed = tf.concat([videos, tf.mul(tf.onesLike(videos), clock)], 4); // [batch, time, height, width, 2]
    const frames = tf.reshape(timed, [batch * time, height, width, 2]) as tf.Tensor4D;
    const features = convolutionUnit(params.before, convolutionUnit(params.stem, frames, call), call);
    let video: tf.Tensor = tf.reshape(features, [batch, time, height, width, channels]);
    let weights: TensorTree | undefined;
    if (attention && params.attention) {
      const { mechanism, config: own } = attention;
      const seen = mechanism.apply(params.attention, video, { ...mechanism.options(own), ...call });
      video = seen.output;
      weights = seen.weights;
    }
    const places = tf.reshape(video, [batch * time, height, width, channels]) as tf.Tensor4D;
    const last = convolutionUnit(params.last, convolutionUnit(params.after, places, call), call);
    const pooled = tf.mean(tf.reshape(last, [batch, time * height * width, channels]), 1) as tf.Tensor2D;
    const output = dense(params.classifier, pooled) as tf.Tensor2D; // [batch, class]
    return weights === undefined ? { output } : { output, weights };
  });
}
