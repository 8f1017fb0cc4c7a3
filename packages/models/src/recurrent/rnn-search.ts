/**
 * RNNsearch (Bahdanau, Cho and Bengio, ICLR 2015, arXiv:1409.0473): a bidirectional encoder whose annotations the
 * decoder weighs anew in front of every word.
 *
 *   h_j = [→h_j ; ←h_j],  s_0 = tanh(W_s ←h_1),  c_i = Σ_j α_ij h_j,  α_i = softmax of additive attention
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  additiveMechanism,
  projectAnnotations,
  tidyTree,
  type AdditiveOptions,
  type AdditiveParams,
} from '@atlas/attention';
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
  type Glance,
  type ReadoutParams,
} from './decoder.js';

export interface RnnSearchConfig extends RecurrentTranslatorConfig {
  /** n', of the alignment model. Default: the units. */
  readonly alignment?: number;
  /** Default: additive attention. Another one, such as the same with g fixed, is the control of a claim. */
  readonly mechanism?: typeof additiveMechanism;
}

type Direction = { word: DenseParams; unit: GatedUnitParams };

/** The names are the parts whose sizes the paper's appendix lists. */
export type RnnSearchParams = {
  embeddings: { source: EmbeddingParams; target: EmbeddingParams };
  encoder: { forward: Direction; backward: Direction };
  initialState: DenseParams;
  alignment: AdditiveParams;
  decoder: DecoderParams;
  readout: ReadoutParams;
};

/** annotations: h [batch, source, 2n]; projected: U_a h [batch, source, n']; first: s_0 [batch, n]; mask: true at words. */
export type RnnSearchMemory = {
  annotations: tf.Tensor3D;
  projected: tf.Tensor3D;
  first: tf.Tensor2D;
  mask: tf.Tensor3D;
};

type Call = TranslatorCall & { readonly config: RnnSearchConfig };

export function initRnnSearch(config: RnnSearchConfig, source: Rng): RnnSearchParams {
  const full = resolveRecurrent(config, 'RNNsearch');
  const { embedding, units, bias, init, initialValues, embeddingDeviation } = full;
  const direction = (label: string): Direction => ({
    word: initGatedInput(embedding, units, child(child(source, label), 'word'), { bias, init }),
    unit: initGatedUnit(units, child(child(source, label), 'unit')),
  });
  const table = (label: string, vocabulary: number) =>
    initEmbedding(vocabulary, embedding, embeddingDeviation, child(source, label));
  return {
    embeddings: {
      source: table('source embedding', full.sourceVocabulary),
      target: table('target embedding', full.targetVocabulary),
    },
    encoder: { forward: direction('forward'), backward: direction('backward') },
    initialState: initDense(units, units, child(source, 'initial state'), { bias, init }),
    alignment: additiveMechanism.init(
      { stateSize: units, annotationSize: 2 * units, hidden: config.alignment ?? units, initialValues },
      child(source, 'alignment'),
    ),
    decoder: initDecoder(full, 2 * units, child(source, 'decoder')),
    readout: initReadout(full, 2 * units, child(source, 'readout')),
  };
}

/** Annotations of the source, and what follows from them once. */
export function encodeRnnSearch(params: RnnSearchParams, source: tf.Tensor2D, call: Call): RnnSearchMemory {
  const { dropRate } = resolveRecurrent(call.config, 'RNNsearch');
  return tidyTree(() => {
    const present = tf.notEqual(source, padding); // [batch, source]
    const words = dropped(embed(params.embeddings.source, source), dropRate, 'source words', call.dropSeed);
    const [forward, backward] = (['forward', 'backward'] as const).map((name) =>
      costScope('encoder', () => {
        const { word, unit } = params.encoder[name];
        return gatedSequence(unit, dense(word, words), tf.cast(present, 'float32') as tf.Tensor2D, name);
      }),
    ) as [tf.Tensor3D, tf.Tensor3D];
    const [batch, time, units] = backward.shape;
    const annotations = tf.concat([forward, backward], 2); // [batch, source, 2n]
    const firstBackward = tf.reshape(tf.slice(backward, [0, 0, 0], [-1, 1, -1]), [batch, units]) as tf.Tensor2D;
    return {
      annotations,
      projected: costScope('alignment', () => projectAnnotations(params.alignment, annotations)),
      first: costScope('initialState', () => tf.tanh(dense(params.initialState, firstBackward))),
      mask: tf.reshape(present, [batch, 1, time]) as tf.Tensor3D,
    };
  });
}

/** c_i and α_i of one state. */
function look(params: RnnSearchParams, memory: RnnSearchMemory, state: tf.Tensor2D, { config }: Call): Glance {
  const mechanism = config.mechanism ?? additiveMechanism;
  const [batch, units] = state.shape;
  return costScope('alignment', () => {
    const input = { state: tf.reshape(state, [batch, 1, units]) as tf.Tensor3D, annotations: memory.annotations };
    const options: AdditiveOptions = { mask: memory.mask, projected: memory.projected };
    const { output, weights } = mechanism.apply(params.alignment, input, options); // [batch, 1, ·]
    return { context: tf.squeeze(output, [1]) as tf.Tensor2D, weights: tf.squeeze(weights, [1]) as tf.Tensor2D };
  });
}

/** The scores of every next word of given target sentences, with the alignment [batch, target, source]. */
export function rnnSearch(
  params: RnnSearchParams,
  { source, target }: { source: tf.Tensor2D; target: tf.Tensor2D },
  call: Call,
): { output: tf.Tensor3D; weights: tf.Tensor3D } {
  const { dropRate } = resolveRecurrent(call.config, 'RNNsearch');
  return tidyTree(() => {
    const memory = encodeRnnSearch(params, source, call);
    const words = dropped(embed(params.embeddings.target, target), dropRate, 'target words', call.dropSeed);
    const decoded = decodeSentence(params.decoder, words, memory.first, (state) => look(params, memory, state, call));
    const drop = (x: tf.Tensor) => dropped(x, dropRate, 'readout', call.dropSeed);
    return { output: readoutSentence(params.readout, decoded, words, drop), weights: decoded.weights! };
  });
}

/** One word further. */
export function stepRnnSearch(
  params: RnnSearchParams,
  memory: RnnSearchMemory,
  state: { state: tf.Tensor2D },
  previous: tf.Tensor1D,
  call: Call,
): { output: tf.Tensor2D; state: { state: tf.Tensor2D }; weights: tf.Tensor2D } {
  return tidyTree(() => {
    const word = tf.gather(params.embeddings.target, previous) as tf.Tensor2D; // [batch, m]
    const glance = look(params, memory, state.state, call);
    const next = decoderStep(params.decoder, dense(params.decoder.word, word), glance.context, state.state);
    const output = readout(params.readout, state.state, word, glance.context);
    return { output, state: { state: next }, weights: glance.weights! };
  });
}

export const rnnSearchTranslator: Translator<
  RnnSearchConfig,
  RnnSearchParams,
  RnnSearchMemory,
  { state: tf.Tensor2D }
> = {
  name: 'rnnsearch',
  title: 'RNNsearch',
  paper: additiveMechanism.paper,
  init: initRnnSearch,
  forward: rnnSearch,
  encode: encodeRnnSearch,
  start: (_params, memory) => ({ state: tf.clone(memory.first) }),
  step: stepRnnSearch,
};
