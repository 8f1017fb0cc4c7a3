/**
 * The Transformer (Vaswani et al., NIPS 2017, arXiv:1706.03762): an encoder and a decoder of attention and feed-forward
 * layers, without recurrence. Embeddings are multiplied by √d_model; source, target and softmax share one table unless
 * the source has a vocabulary of its own.
 */
import * as tf from '@tensorflow/tfjs-core';
import { multiHeadMechanism, tidyTree } from '@atlas/attention';
import { child, costScope, logicalProduct, type Rng } from '@atlas/tensor';
import { dropped } from '../layers/dropout.js';
import { embed, initEmbedding, type EmbeddingParams } from '../layers/embedding.js';
import { padding, type SentencePair, type Translator, type TranslatorCall } from '../translator.js';
import { resolveTransformer, type ResolvedTransformer, type TransformerConfig } from './config.js';
import {
  initTransformerDecoder,
  transformerDecoder,
  type DecoderWeights,
  type TransformerDecoderParams,
} from './decoder.js';
import { encoder, initEncoder, layerName, type EncoderParams, type EncoderWeights } from './encoder.js';
import { sinusoidalPositions } from './positions.js';
import {
  nothingWritten,
  roomOf,
  transformerMemory,
  writeNext,
  type TransformerMemory,
  type Written,
} from './word-by-word.js';

/** source: absent where it shares the target's table. */
export type TransformerParams = {
  embeddings: { target: EmbeddingParams; source?: EmbeddingParams };
  encoder: EncoderParams;
  decoder: TransformerDecoderParams;
};

type Call = TranslatorCall & { readonly config: TransformerConfig };
type ResolvedCall = TranslatorCall & { readonly config: ResolvedTransformer };

export function initTransformer(config: TransformerConfig, source: Rng): TransformerParams {
  const full = resolveTransformer(config);
  const table = (label: string, vocabulary: number) =>
    initEmbedding(vocabulary, full.features, full.features ** -0.5, child(source, label));
  return {
    embeddings: {
      target: table('embedding', full.vocabulary),
      ...(full.sourceVocabulary !== undefined && { source: table('source embedding', full.sourceVocabulary) }),
    },
    encoder: initEncoder(full, child(source, 'encoder')),
    decoder: initTransformerDecoder(full, child(source, 'decoder')),
  };
}

/** The scores of every next word of given target sentences, with the attention of every layer. */
export function transformer(
  params: TransformerParams,
  { source, target }: SentencePair,
  { config, ...call }: Call,
): { output: tf.Tensor3D; weights: { encoder: EncoderWeights; decoder: DecoderWeights } } {
  const full: ResolvedCall = { ...call, config: resolveTransformer(config) };
  return tidyTree(() => {
    const read = readSource(params, source, full);
    const x = positioned(params.embeddings.target, target, 'target words', full);
    const written = transformerDecoder(params.decoder, x, { memory: read.output, mask: read.mask }, full);
    const output = scores(params.embeddings.target, written.output);
    return { output, weights: { encoder: read.weights, decoder: written.weights } };
  });
}

export function encodeTransformer(
  params: TransformerParams,
  source: tf.Tensor2D,
  { config, ...call }: Call,
): TransformerMemory {
  const full: ResolvedCall = { ...call, config: resolveTransformer(config) };
  return tidyTree(() => {
    const { output, mask } = readSource(params, source, full);
    return transformerMemory(params.decoder, output, mask, full.config);
  });
}

/**
 * One word further.
 * @returns weights: over the source, the mean over the heads of the last layer [batch, source]
 */
export function stepTransformer(
  params: TransformerParams,
  memory: TransformerMemory,
  state: Written,
  previous: tf.Tensor1D,
  { config, ...call }: Call,
): { output: tf.Tensor2D; state: Written; weights: tf.Tensor2D } {
  const full: ResolvedCall = { ...call, config: resolveTransformer(config) };
  const last = layerName(full.config.layers);
  return tidyTree(() => {
    const place = (positions: tf.Tensor2D) => tf.gather(positions, state.count) as tf.Tensor; // [batch, 1, feature]
    const words = tf.expandDims(previous, 1) as tf.Tensor2D;
    const x = positioned(params.embeddings.target, words, 'target words', full, roomOf(state), place);
    const written = writeNext(params.decoder, x, memory, state, full);
    const output = tf.squeeze(scores(params.embeddings.target, written.output), [1]) as tf.Tensor2D;
    const heads = tf.squeeze(written.weights[last]!.cross, [2]); // [batch, head, source]
    return { output, state: written.state, weights: tf.mean(heads, 1) as tf.Tensor2D };
  });
}

function readSource(
  params: TransformerParams,
  source: tf.Tensor2D,
  call: ResolvedCall,
): { output: tf.Tensor3D; mask: tf.Tensor4D; weights: EncoderWeights } {
  const [batch, time] = source.shape;
  const mask = tf.reshape(tf.notEqual(source, padding), [batch, 1, 1, time]) as tf.Tensor4D;
  const table = params.embeddings.source ?? params.embeddings.target;
  const x = positioned(table, source, 'source words', call);
  return { ...encoder(params.encoder, x, mask, call), mask };
}

/**
 * Embedded words times √d_model, plus their positions.
 * @param places how many positions there are, and which of them are taken; default: those of the words in their order
 */
function positioned(
  table: EmbeddingParams,
  words: tf.Tensor2D,
  place: string,
  { config, dropSeed }: ResolvedCall,
  places = words.shape[1],
  taken: (positions: tf.Tensor2D) => tf.Tensor = (positions) => positions,
): tf.Tensor3D {
  const { features, positions, dropRate } = config;
  const scaled = tf.mul(embed(table, words), Math.sqrt(features)) as tf.Tensor3D;
  const placed =
    positions === 'none'
      ? scaled
      : (tf.add(scaled, taken(sinusoidalPositions(places, features, positions))) as tf.Tensor3D);
  return dropped(placed, dropRate, place, dropSeed);
}

/** x Eᵀ: the table of the embeddings once more. [batch, time, vocabulary] */
function scores(table: EmbeddingParams, x: tf.Tensor3D): tf.Tensor3D {
  const [batch, time, features] = x.shape;
  const vocabulary = table.shape[0];
  return costScope('output', () =>
    tf.tidy(() => {
      const rows = tf.reshape(x, [batch * time, features]) as tf.Tensor2D;
      const product = logicalProduct('dense', { shape: [features, vocabulary] }, () =>
        tf.matMul(rows, table, false, true),
      );
      return tf.reshape(product, [batch, time, vocabulary]);
    }),
  );
}

export const transformerTranslator: Translator<TransformerConfig, TransformerParams, TransformerMemory, Written> = {
  name: 'transformer',
  title: 'Transformer',
  paper: multiHeadMechanism.paper,
  init: initTransformer,
  forward: transformer,
  encode: encodeTransformer,
  start: (_params, memory, { words }) => nothingWritten(memory, words),
  step: stepTransformer,
};
