import type * as tf from '@tensorflow/tfjs-core';
import { tidyTree } from '@atlas/attention';
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

/** What the self-attention of each layer has seen: [batch, time, feature]. */
export type Seen = { [layer: string]: tf.Tensor3D };

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
 * N layers of causal self-attention, attention to the source and feed-forward.
 * @param x embedded words [batch, target, feature]: a whole sentence, or the next words after those `seen`
 * @param memory the encoder's output [batch, source, feature]
 * @param mask true at source words [batch, 1, 1, source]
 */
export function transformerDecoder(
  params: TransformerDecoderParams,
  x: tf.Tensor3D,
  { memory, mask, seen }: { memory: tf.Tensor3D; mask: tf.Tensor4D; seen?: Seen },
  call: TranslatorCall & { readonly config: ResolvedTransformer },
): { output: tf.Tensor3D; weights: DecoderWeights; seen: Seen } {
  return costScope('decoder', () =>
    tidyTree(() => {
      const weights: DecoderWeights = {};
      const nowSeen: Seen = {};
      let output = x;
      for (const number of layerNumbers(call.config)) {
        const name = layerName(number);
        const layer = params.layers[name]!;
        const at = (part: string) => ({ ...call, place: `decoder ${number} ${part}` });
        const self = attentionSublayer(
          layer.selfAttention,
          output,
          { causal: true, earlier: seen?.[name] },
          at('self'),
        );
        const cross = attentionSublayer(layer.crossAttention, self.output, { memory, mask }, at('cross'));
        output = feedForwardSublayer(layer.feedForward, cross.output, at('feed forward'));
        weights[name] = { self: self.weights, cross: cross.weights };
        nowSeen[name] = self.seen;
      }
      const normal = params.normalisation ? layerNorm(params.normalisation, output) : output;
      return { output: normal, weights, seen: nowSeen };
    }),
  );
}
