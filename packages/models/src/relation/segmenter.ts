import * as tf from '@tensorflow/tfjs-core';
import {
  channelAttention,
  initChannelAttention,
  initPositionAttention,
  positionAttention,
  tidyTree,
  type CallOptions,
  type ChannelAttentionParams,
  type PositionAttentionParams,
} from '@atlas/attention';
import { child, dense, expectShape, initDense, requireInteger, type DenseParams, type Rng } from '@atlas/tensor';
import { convolutionUnit, initConvolutionUnit, type ConvolutionUnitParams } from '../layers/convolution-unit.js';

export interface SegmenterConfig {
  /** Width of every layer; a multiple of 8 with position attention. */
  readonly channels: number;
  readonly classes: number;
  /** Which modules of DANet stand between the two halves; two are summed. Default none. */
  readonly attention?: readonly ('position' | 'channel')[];
}

/** stem, before, after and last: 3x3 convolutions; classifier: 1x1. */
export type SegmenterParams = {
  stem: ConvolutionUnitParams;
  before: ConvolutionUnitParams;
  position?: PositionAttentionParams;
  channel?: ChannelAttentionParams;
  after: ConvolutionUnitParams;
  last: ConvolutionUnitParams;
  classifier: DenseParams;
};

/** A small fully convolutional network for grey scenes, with the attention of DANet (Fu et al., 2019) in its middle. */
export function initSegmenter(config: SegmenterConfig, source: Rng): SegmenterParams {
  const { channels, classes, attention = [] } = config;
  requireInteger(channels, 'segmenter channels');
  requireInteger(classes, 'segmenter classes');
  const unit = (name: string, inChannels: number) =>
    initConvolutionUnit({ kernelSize: 3, inChannels, outChannels: channels }, child(source, name));
  return {
    stem: unit('stem', 1),
    before: unit('before', channels),
    ...(attention.includes('position') && { position: initPositionAttention({ channels }, child(source, 'position')) }),
    ...(attention.includes('channel') && { channel: initChannelAttention({ channels }, child(source, 'channel')) }),
    after: unit('after', channels),
    last: unit('last', channels),
    classifier: initDense(channels, classes, child(source, 'classifier')),
  };
}

/** weights: of the modules that stand there. */
export type SegmenterResult = {
  /** Before the softmax, for every second pixel [batch, height / 2, width / 2, class]. */
  output: tf.Tensor4D;
  weights: { [module: string]: tf.Tensor3D };
};

/**
 * The class scores of every second pixel.
 * @param images [batch, height, width, 1]
 */
export function segmenter(params: SegmenterParams, images: tf.Tensor4D, call: CallOptions = {}): SegmenterResult {
  expectShape(images, ['batch', 'height', 'width', 1], 'segmenter images');
  return tidyTree(() => {
    const stem = convolutionUnit(params.stem, images, { ...call, stride: 2 }); // [batch, height / 2, width / 2, channel]
    const features = convolutionUnit(params.before, stem, call);
    const weights: { [module: string]: tf.Tensor3D } = {};
    const branches: tf.Tensor4D[] = [];
    if (params.position) {
      const seen = positionAttention(params.position, features, call);
      weights['position'] = seen.weights;
      branches.push(seen.output);
    }
    if (params.channel) {
      const seen = channelAttention(params.channel, features, call);
      weights['channel'] = seen.weights;
      branches.push(seen.output);
    }
    const attended = branches.length > 0 ? (tf.addN(branches) as tf.Tensor4D) : features;
    const after = convolutionUnit(params.after, attended, call);
    const output = dense(params.classifier, convolutionUnit(params.last, after, call)) as tf.Tensor4D;
    return { output, weights };
  });
}
