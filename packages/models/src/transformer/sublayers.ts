import * as tf from '@tensorflow/tfjs-core';
import {
  initMultiHead,
  multiHeadMechanism,
  tidyTree,
  type MultiHeadOptions,
  type MultiHeadParams,
} from '@atlas/attention';
import {
  child,
  dense,
  initDense,
  initNormalisation,
  layerNorm,
  type DenseParams,
  type NormalisationParams,
  type Rng,
} from '@atlas/tensor';
import { dropped } from '../layers/dropout.js';
import type { TranslatorCall } from '../translator.js';
import type { ResolvedTransformer } from './config.js';

/** Every sublayer has a layer normalisation of its own. */
export type AttentionSublayerParams = { attention: MultiHeadParams; normalisation: NormalisationParams };

/** inner: W₁ [d_model, d_ff]; outer: W₂ [d_ff, d_model]. */
export type FeedForwardParams = { inner: DenseParams; outer: DenseParams; normalisation: NormalisationParams };

/** A configuration and a call, which every sublayer needs. */
export interface SublayerCall extends TranslatorCall {
  readonly config: ResolvedTransformer;
  /** Names the dropout of this sublayer. */
  readonly place: string;
}

export function initAttentionSublayer(config: ResolvedTransformer, source: Rng): AttentionSublayerParams {
  const { features, heads, keySize, valueSize } = config;
  return {
    attention: initMultiHead({ features, heads, keySize, valueSize }, source),
    normalisation: initNormalisation(features),
  };
}

export function initFeedForward(config: ResolvedTransformer, source: Rng): FeedForwardParams {
  return {
    inner: initDense(config.features, config.hidden, child(source, 'inner'), { init: 'glorot' }),
    outer: initDense(config.hidden, config.features, child(source, 'outer'), { init: 'glorot' }),
    normalisation: initNormalisation(config.features),
  };
}

/**
 * Multi-head attention with its residual: LayerNorm(x + Dropout(attention(x))), or x + Dropout(attention(LayerNorm(x))).
 * @param x [batch, query, feature]
 * @param memory the keys and values [batch, key, feature]; absent for self-attention
 */
export function attentionSublayer(
  params: AttentionSublayerParams,
  x: tf.Tensor3D,
  { memory, ...options }: MultiHeadOptions & { memory?: tf.Tensor3D },
  call: SublayerCall,
): { output: tf.Tensor3D; weights: tf.Tensor4D } {
  const { heads, scale, mechanism = multiHeadMechanism } = call.config;
  return tidyTree(() => {
    const query = sublayerInput(params.normalisation, x, call.config);
    const key = memory ?? query;
    const input = { query, key, value: key };
    const { output, weights } = mechanism.apply(params.attention, input, { ...options, heads, scale });
    return { output: joined(params.normalisation, x, output as tf.Tensor3D, call), weights };
  });
}

/** max(0, x W₁ + b₁) W₂ + b₂ at every position, with its residual. */
export function feedForwardSublayer(params: FeedForwardParams, x: tf.Tensor3D, call: SublayerCall): tf.Tensor3D {
  return tf.tidy(() => {
    const input = sublayerInput(params.normalisation, x, call.config);
    const output = dense(params.outer, tf.relu(dense(params.inner, input)));
    return joined(params.normalisation, x, output, call);
  });
}

/** What a sublayer works on: x, normalised where the normalisation stands in front. */
export function sublayerInput(
  params: NormalisationParams,
  x: tf.Tensor3D,
  { normalisation }: Pick<ResolvedTransformer, 'normalisation'>,
): tf.Tensor3D {
  return normalisation === 'pre' ? layerNorm(params, x) : x;
}

function joined(params: NormalisationParams, x: tf.Tensor3D, output: tf.Tensor3D, call: SublayerCall): tf.Tensor3D {
  const { dropRate, normalisation } = call.config;
  const sum = tf.add(x, dropped(output, dropRate, call.place, call.dropSeed)) as tf.Tensor3D;
  return normalisation === 'post' ? layerNorm(params, sum) : sum;
}
