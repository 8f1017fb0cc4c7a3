/**
 * The decoder that RNNenc-dec and RNNsearch share (Bahdanau et al., 2015, A.1 and A.2.2); they differ in where the
 * context c_i comes from:
 *
 *   s_i = GRU(E y_{i-1}, c_i; s_{i-1})
 *   t~_i = U_o s_{i-1} + V_o E y_{i-1} + C_o c_i,  t_i = max over pairs of t~_i,  p(y_i) ∝ exp(W_o t_i)
 */
import * as tf from '@tensorflow/tfjs-core';
import { child, costScope, dense, initDense, type DenseParams, type Rng } from '@atlas/tensor';
import { gatedStep, initGatedInput, initGatedUnit, type GatedUnitParams } from '../layers/gated-unit.js';
import type { ResolvedRecurrent } from './config.js';

/** word: W, W_z, W_r [m, 3n]; context: C, C_z, C_r [c, 3n]. */
export type DecoderParams = { word: DenseParams; context: DenseParams; unit: GatedUnitParams };

/** state: U_o [n, 2l]; word: V_o [m, 2l]; context: C_o [c, 2l]; output: W_o [l, K_y]. */
export type ReadoutParams = { state: DenseParams; word: DenseParams; context: DenseParams; output: DenseParams };

/** What the decoder sees of the source at one step; weights where it looked by attention. */
export interface Glance {
  /** [batch, c] */
  readonly context: tf.Tensor2D;
  /** [batch, source] */
  readonly weights?: tf.Tensor2D;
}

export function initDecoder(config: ResolvedRecurrent, contextSize: number, source: Rng): DecoderParams {
  const { embedding, units, bias, init } = config;
  return {
    word: initGatedInput(embedding, units, child(source, 'word'), { bias, init }),
    context: initGatedInput(contextSize, units, child(source, 'context'), { bias: false, init }),
    unit: initGatedUnit(units, child(source, 'unit')),
  };
}

export function initReadout(config: ResolvedRecurrent, contextSize: number, source: Rng): ReadoutParams {
  const { embedding, units, maxout, bias, init, targetVocabulary } = config;
  const part = (label: string, size: number, withBias: boolean) =>
    initDense(size, 2 * maxout, child(source, label), { bias: withBias, init });
  return {
    state: part('state', units, false),
    word: part('word', embedding, bias),
    context: part('context', contextSize, false),
    output: initDense(maxout, targetVocabulary, child(source, 'output'), { bias, init }),
  };
}

/** s_i from s_{i-1}: all [batch, n]; the word comes projected, [batch, 3n]. */
export function decoderStep(
  params: DecoderParams,
  projectedWord: tf.Tensor2D,
  context: tf.Tensor2D,
  state: tf.Tensor2D,
): tf.Tensor2D {
  return tf.tidy(() =>
    gatedStep(params.unit, tf.add(projectedWord, dense(params.context, context)) as tf.Tensor2D, state),
  );
}

/** The scores of the next word; all inputs share their leading axes. */
export function readout<T extends tf.Tensor>(params: ReadoutParams, state: T, word: T, context: T): T {
  return costScope('readout', () =>
    tf.tidy(() => dense(params.output, maxout(params, state, dense(params.word, word), context))),
  );
}

/** How many steps of a sentence are read out together. */
const STEPS_AT_ONCE = 4;

/**
 * The same for a whole sentence. A few steps are read out together as soon as they are decoded, so that a second
 * processor does so while the first one goes on decoding; forward and, in reverse, backward.
 * @param words E y_{i-1} [batch, time, m]
 * @returns [batch, time, vocabulary]
 */
export function readoutSentence(
  params: ReadoutParams,
  { states, contexts }: Pick<DecodedSentence, 'states' | 'contexts'>,
  words: tf.Tensor3D,
  drop: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor3D {
  return costScope('readout', () =>
    tf.tidy(() => {
      const begins = states.flatMap((_, step) => (step % STEPS_AT_ONCE === 0 ? [step] : []));
      const range = (all: readonly tf.Tensor2D[], begin: number) => all.slice(begin, begin + STEPS_AT_ONCE);
      const sizes = begins.map((begin) => range(states, begin).length);
      const projected = dense(params.word, words); // [batch, time, 2l]
      // TensorFlow.js has no gradient of a split into one part.
      const ofWords = (sizes.length > 1 ? tf.split(projected, sizes, 1) : [projected]) as tf.Tensor3D[]; // [batch, steps, 2l]
      const hidden = begins.map((begin, part) => {
        const state = tf.stack(range(states, begin), 1) as tf.Tensor3D; // [batch, steps, n]
        const context = tf.stack(range(contexts, begin), 1) as tf.Tensor3D; // [batch, steps, c]
        return maxout(params, state, ofWords[part]!, context); // [batch, steps, l]
      });
      return dense(params.output, drop(tf.concat(hidden, 1)) as tf.Tensor3D); // [batch, time, vocabulary]
    }),
  );
}

/** t_i = max over pairs of U_o s_{i-1} + V_o E y_{i-1} + C_o c_i: [..., l]. The word comes projected, [..., 2l]. */
function maxout<T extends tf.Tensor>(params: ReadoutParams, state: T, projectedWord: T, context: T): T {
  const sum = tf.addN([dense(params.state, state), projectedWord, dense(params.context, context)]); // [..., 2l]
  const pairs = tf.reshape(sum, [...sum.shape.slice(0, -1), sum.shape.at(-1)! / 2, 2]); // [..., l, 2]
  return tf.max(pairs, -1);
}

/** States s_{i-1} [batch, n] and contexts c_i [batch, c] of every step; weights [batch, time, source]. */
export interface DecodedSentence {
  readonly states: readonly tf.Tensor2D[];
  readonly contexts: readonly tf.Tensor2D[];
  readonly weights?: tf.Tensor3D;
}

/**
 * All states of a given target sentence.
 * @param words E y_{i-1} [batch, time, m]
 * @param look gives c_i for s_{i-1}
 */
export function decodeSentence(
  params: DecoderParams,
  words: tf.Tensor3D,
  first: tf.Tensor2D,
  look: (state: tf.Tensor2D) => Glance,
): DecodedSentence {
  const projected = costScope('decoder', () => tf.unstack(dense(params.word, words), 1)) as tf.Tensor2D[];
  const states: tf.Tensor2D[] = [];
  const glances: Glance[] = [];
  let state = first;
  for (const word of projected) {
    const glance = look(state);
    states.push(state);
    glances.push(glance);
    state = costScope('decoder', () => decoderStep(params, word, glance.context, state));
  }
  const weights = glances.flatMap((glance) => glance.weights ?? []);
  return {
    states,
    contexts: glances.map(({ context }) => context),
    ...(weights.length > 0 && { weights: tf.stack(weights, 1) as tf.Tensor3D }),
  };
}
