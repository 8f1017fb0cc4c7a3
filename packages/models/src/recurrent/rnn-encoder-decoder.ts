/**
 * RNNenc-dec (Cho et al., EMNLP 2014, arXiv:1406.1078, and SSST-8 2014, arXiv:1409.1259): the whole source in one
 * vector of fixed length.
 *
 *   c = tanh(V h_T),  c_i = c for every word
 *
 * The decoder is that of RNNsearch, as in its paper's comparison, so the gates are in that paper's convention. The first
 * state is c itself; `initialState: 'projected'` is Cho's s_0 = tanh(V' c), which has one matrix more.
 */
import * as tf from '@tensorflow/tfjs-core';
import { tidyTree, type Paper } from '@atlas/attention';
import { child, costScope, dense, initDense, type DenseParams, type Rng } from '@atlas/tensor';
import { dropped } from '../layers/dropout.js';
import { embed, initEmbedding, type EmbeddingParams } from '../layers/embedding.js';
import { gatedSequence, initGatedInput, initGatedUnit, type GatedUnitParams } from '../layers/gated-unit.js';
import { padding, type Translator, type TranslatorCall } from '../translator.js';
import { resolveRecurrent, type RecurrentTranslatorConfig } from './config.js';
import {
  decodeSentence,
  decoderStep,
  initDecoder,
  initReadout,
  readout,
  readoutSentence,
  type DecoderParams,
  type ReadoutParams,
} from './decoder.js';

export interface RnnEncoderDecoderConfig extends RecurrentTranslatorConfig {
  /** Default 'summary'. */
  readonly initialState?: 'summary' | 'projected';
}

/** summary: V [n, n]; initialState: V' [n, n], where it is projected. */
export type RnnEncoderDecoderParams = {
  embeddings: { source: EmbeddingParams; target: EmbeddingParams };
  encoder: { word: DenseParams; unit: GatedUnitParams; summary: DenseParams };
  initialState?: DenseParams;
  decoder: DecoderParams;
  readout: ReadoutParams;
};

/** summary: c [batch, n]; first: s_0 [batch, n]. */
export type RnnEncoderDecoderMemory = { summary: tf.Tensor2D; first: tf.Tensor2D };

type Call = TranslatorCall & { readonly config: RnnEncoderDecoderConfig };

export function initRnnEncoderDecoder(config: RnnEncoderDecoderConfig, source: Rng): RnnEncoderDecoderParams {
  const full = resolveRecurrent(config, 'RNNenc-dec');
  const { embedding, units, bias, init, embeddingDeviation } = full;
  const square = (label: string) => initDense(units, units, child(source, label), { bias, init });
  const table = (label: string, vocabulary: number) =>
    initEmbedding(vocabulary, embedding, embeddingDeviation, child(source, label));
  return {
    embeddings: {
      source: table('source embedding', full.sourceVocabulary),
      target: table('target embedding', full.targetVocabulary),
    },
    encoder: {
      word: initGatedInput(embedding, units, child(source, 'word'), { bias, init }),
      unit: initGatedUnit(units, child(source, 'unit')),
      summary: square('summary'),
    },
    ...(config.initialState === 'projected' && { initialState: square('initial state') }),
    decoder: initDecoder(full, units, child(source, 'decoder')),
    readout: initReadout(full, units, child(source, 'readout')),
  };
}

/** The source as one vector. */
export function encodeRnnEncoderDecoder(
  params: RnnEncoderDecoderParams,
  source: tf.Tensor2D,
  call: Call,
): RnnEncoderDecoderMemory {
  const { dropRate } = resolveRecurrent(call.config, 'RNNenc-dec');
  return tidyTree(() => {
    const present = tf.cast(tf.notEqual(source, padding), 'float32') as tf.Tensor2D; // [batch, source]
    const words = dropped(embed(params.embeddings.source, source), dropRate, 'source words', call.dropSeed);
    const summary = costScope('encoder', () => {
      const { word, unit, summary: map } = params.encoder;
      const states = gatedSequence(unit, dense(word, words), present); // [batch, source, n]
      const [batch, time, units] = states.shape;
      // Behind its last word a sentence keeps its state, so that the state at the last step is that of the last word.
      const last = tf.reshape(tf.slice(states, [0, time - 1, 0], [-1, 1, -1]), [batch, units]) as tf.Tensor2D;
      return tf.tanh(dense(map, last));
    });
    const { initialState } = params;
    const first = initialState
      ? costScope('initialState', () => tf.tanh(dense(initialState, summary)))
      : tf.clone(summary);
    return { summary, first };
  });
}

/** The scores of every next word of given target sentences. There is no attention: the weights are empty. */
export function rnnEncoderDecoder(
  params: RnnEncoderDecoderParams,
  { source, target }: { source: tf.Tensor2D; target: tf.Tensor2D },
  call: Call,
): { output: tf.Tensor3D; weights: { [name: string]: never } } {
  const { dropRate } = resolveRecurrent(call.config, 'RNNenc-dec');
  return tidyTree(() => {
    const { summary, first } = encodeRnnEncoderDecoder(params, source, call);
    const words = dropped(embed(params.embeddings.target, target), dropRate, 'target words', call.dropSeed);
    const decoded = decodeSentence(params.decoder, words, first, () => ({ context: summary }));
    const drop = (x: tf.Tensor) => dropped(x, dropRate, 'readout', call.dropSeed);
    return { output: readoutSentence(params.readout, decoded, words, drop), weights: {} };
  });
}

/** One word further. */
export function stepRnnEncoderDecoder(
  params: RnnEncoderDecoderParams,
  memory: RnnEncoderDecoderMemory,
  state: { state: tf.Tensor2D },
  previous: tf.Tensor1D,
): { output: tf.Tensor2D; state: { state: tf.Tensor2D } } {
  return tidyTree(() => {
    const word = tf.gather(params.embeddings.target, previous) as tf.Tensor2D; // [batch, m]
    const next = decoderStep(params.decoder, dense(params.decoder.word, word), memory.summary, state.state);
    const output = readout(params.readout, state.state, word, memory.summary);
    return { output, state: { state: next } };
  });
}

const paper: Paper = {
  title: 'On the Properties of Neural Machine Translation: Encoder-Decoder Approaches',
  authors: 'Cho, van Merriënboer, Bahdanau and Bengio',
  arxiv: '1409.1259',
  venue: 'SSST-8 2014',
  date: '2014-09',
};

export const rnnEncoderDecoderTranslator: Translator<
  RnnEncoderDecoderConfig,
  RnnEncoderDecoderParams,
  RnnEncoderDecoderMemory,
  { state: tf.Tensor2D }
> = {
  name: 'rnnencdec',
  title: 'RNNenc-dec',
  paper,
  init: initRnnEncoderDecoder,
  forward: rnnEncoderDecoder,
  encode: encodeRnnEncoderDecoder,
  start: (_params, memory) => ({ state: tf.clone(memory.first) }),
  step: stepRnnEncoderDecoder,
};
