import type * as tf from '@tensorflow/tfjs-core';
import { tidyTree, type MultiHeadOptions } from '@atlas/attention';
import { child, costScope, initNormalisation, layerNorm, type NormalisationParams, type Rng } from '@atlas/tensor';
import type { TranslatorCall } from '../translator.js';
import type { ResolvedTransformer } from './config.js';
import { layerName, layerNumbers } from './encoder.js';
import {
  attentionSublayer,
  feedForwardSublayer,
  initAttentionSublayer,
  initFeedForward,
  type AttentionSublayerParams,
  type FeedForwardParams,
} from './sublayers.js';

export type DecoderLayerParams = {
  selfAttention: AttentionSublayerParams;
  crossAttention: AttentionSublayerParams;
  feedForward: FeedForwardParams;
};

/** normalisation: behind the last layer, where every layer has its own in front. */
export type TransformerDecoderParams = {
  layers: { [layer: string]: DecoderLayerParams };
  normalisation?: NormalisationParams;
};

/** self: [batch, head, target, target]; cross: [batch, head, target, source] */
export type DecoderWeights = { [layer: string]: { self: tf.Tensor4D; cross: tf.Tensor4D } };

export function initTransformerDecoder(config: ResolvedTransformer, source: Rng): TransformerDecoderParams {
  const layer = (number: number): DecoderLayerParams => ({
    selfAttention: initAttentionSublayer(config, child(child(source, number), 'self')),
    crossAttention: initAttentionSublayer(config, child(child(source, number), 'cross')),
    feedForward: initFeedForward(config, child(child(source, number), 'feed forward')),
  });
  return {
    layers: Object.fromEntries(layerNumbers(config).map((number) => [layerName(number), layer(number)])),
    ...(config.normalisation === 'pre' && { normalisation: initNormalisation(config.features) }),
  };
}

/**
 * N layers of causal self-attention, attention to the source and feed-forward, over all words of a sentence.
 * @param x embedded words [batch, target, feature]
 * @param memory the encoder's output [batch, source, feature]
 * @param mask true at source words [batch, 1, 1, source]
 */
export function transformerDecoder(
  params: TransformerDecoderParams,
  x: tf.Tensor3D,
  { memory, mask }: { memory: tf.Tensor3D; mask: tf.Tensor4D },
  call: DecoderCall,
): { output: tf.Tensor3D; weights: DecoderWeights } {
  return tidyTree(() => decoderLayers(params, x, call, () => ({ self: { causal: true }, cross: { memory, mask } })));
}

export type DecoderCall = TranslatorCall & { readonly config: ResolvedTransformer };

/** What the two attentions of a layer look at. */
type Looks = { self: MultiHeadOptions; cross: MultiHeadOptions & { memory?: tf.Tensor3D } };

/**
 * The layers one after the other, inside a tidy of the caller.
 * @param looksOf gives what a layer looks at for its input
 */
export function decoderLayers(
  params: TransformerDecoderParams,
  x: tf.Tensor3D,
  call: DecoderCall,
  looksOf: (name: string, layer: DecoderLayerParams, input: tf.Tensor3D) => Looks,
): { output: tf.Tensor3D; weights: DecoderWeights } {
  return costScope('decoder', () => {
    const weights: DecoderWeights = {};
    let output = x;
    for (const number of layerNumbers(call.config)) {
      const name = layerName(number);
      const layer = params.layers[name]!;
      const at = (part: string) => ({ ...call, place: `decoder ${number} ${part}` });
      const looks = looksOf(name, layer, output);
      const self = attentionSublayer(layer.selfAttention, output, looks.self, at('self'));
      const cross = attentionSublayer(layer.crossAttention, self.output, looks.cross, at('cross'));
      output = feedForwardSublayer(layer.feedForward, cross.output, at('feed forward'));
      weights[name] = { self: self.weights, cross: cross.weights };
    }
    return { output: params.normalisation ? layerNorm(params.normalisation, output) : output, weights };
  });
}
