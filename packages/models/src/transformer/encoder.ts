import type * as tf from '@tensorflow/tfjs-core';
import { tidyTree } from '@atlas/attention';
import { child, costScope, initNormalisation, layerNorm, type NormalisationParams, type Rng } from '@atlas/tensor';
import type { TranslatorCall } from '../translator.js';
import type { ResolvedTransformer } from './config.js';
import {
  attentionSublayer,
  feedForwardSublayer,
  initAttentionSublayer,
  initFeedForward,
  type AttentionSublayerParams,
  type FeedForwardParams,
} from './sublayers.js';

export type EncoderLayerParams = { selfAttention: AttentionSublayerParams; feedForward: FeedForwardParams };

/** normalisation: behind the last layer, where every layer has its own in front. */
export type EncoderParams = { layers: { [layer: string]: EncoderLayerParams }; normalisation?: NormalisationParams };

/** layer1 and so on: [batch, head, source, source] */
export type EncoderWeights = { [layer: string]: tf.Tensor4D };

export const layerName = (number: number): string => `layer${number}`;

export function layerNumbers({ layers }: ResolvedTransformer): number[] {
  return Array.from({ length: layers }, (_, index) => index + 1);
}

export function initEncoder(config: ResolvedTransformer, source: Rng): EncoderParams {
  const layer = (number: number): EncoderLayerParams => ({
    selfAttention: initAttentionSublayer(config, child(child(source, number), 'self')),
    feedForward: initFeedForward(config, child(child(source, number), 'feed forward')),
  });
  return {
    layers: Object.fromEntries(layerNumbers(config).map((number) => [layerName(number), layer(number)])),
    ...(config.normalisation === 'pre' && { normalisation: initNormalisation(config.features) }),
  };
}

/**
 * N layers of self-attention and feed-forward.
 * @param x embedded words [batch, source, feature]
 * @param mask true at words [batch, 1, 1, source]
 */
export function encoder(
  params: EncoderParams,
  x: tf.Tensor3D,
  mask: tf.Tensor4D,
  call: TranslatorCall & { readonly config: ResolvedTransformer },
): { output: tf.Tensor3D; weights: EncoderWeights } {
  return costScope('encoder', () =>
    tidyTree(() => {
      const weights: EncoderWeights = {};
      let output = x;
      for (const number of layerNumbers(call.config)) {
        const layer = params.layers[layerName(number)]!;
        const place = `encoder ${number}`;
        const attended = attentionSublayer(layer.selfAttention, output, { mask }, { ...call, place: `${place} self` });
        weights[layerName(number)] = attended.weights;
        output = feedForwardSublayer(layer.feedForward, attended.output, { ...call, place: `${place} feed forward` });
      }
      return { output: params.normalisation ? layerNorm(params.normalisation, output) : output, weights };
    }),
  );
}
