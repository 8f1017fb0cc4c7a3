/**
 * Additive attention of RNNsearch (Bahdanau, Cho and Bengio, ICLR 2015, arXiv:1409.0473, section 3.1 and A.1.2):
 *
 *   g(s, h) = α,  α_ij = softmax over j of e_ij,  e_ij = v_aᵀ tanh(W_a s_{i-1} + U_a h_j)
 *   f(α, h) = c_i = Σ_j α_ij h_j
 *
 * Differences: the paper aligns one decoder state at a time; here several states may come at once, along the query axis.
 * `initialValues: 'paper'` is the paper's (W_a, U_a ~ N(0, 0.001²), v_a = 0: attention starts exactly uniform);
 * 'standard' starts from Glorot's values, which short trainings need.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  child,
  dense,
  expectShape,
  initDense,
  randomNormal,
  requireInteger,
  type DenseParams,
  type Rng,
} from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';
import { weighedTanh } from '../similarity.js';
import { expectMask, maskedSoftmax } from '../softmax.js';

export interface AdditiveConfig {
  /** n: size of the decoder state. */
  readonly stateSize: number;
  /** 2n for a bidirectional encoder: size of an annotation. */
  readonly annotationSize: number;
  /** n': units of the alignment layer. */
  readonly hidden: number;
  /** Default 'standard'. */
  readonly initialValues?: 'paper' | 'standard';
}

/** state: W_a [stateSize, hidden]; annotation: U_a [annotationSize, hidden]; score: v_a [hidden]. */
export type AdditiveParams = { state: DenseParams; annotation: DenseParams; score: tf.Tensor1D };

/** state: s [batch, query, stateSize]; annotations: h [batch, key, annotationSize]. */
export type AdditiveInput = { state: tf.Tensor3D; annotations: tf.Tensor3D };

export type AdditiveOptions = CallOptions & {
  /** True where a word may be attended to; broadcastable to [batch, query, key]. */
  readonly mask?: tf.Tensor | undefined;
  /** U_a h from `projectAnnotations`: it is the same at every step of the decoder. */
  readonly projected?: tf.Tensor3D | undefined;
};

export function initAdditive(config: AdditiveConfig, source: Rng): AdditiveParams {
  const hidden = requireInteger(config.hidden, 'additive hidden');
  requireInteger(config.stateSize, 'additive stateSize');
  requireInteger(config.annotationSize, 'additive annotationSize');
  const paper = config.initialValues === 'paper';
  const settings = { bias: false, init: paper ? ({ std: 0.001 } as const) : ('glorot' as const) };
  return {
    state: initDense(config.stateSize, hidden, child(source, 'state'), settings),
    annotation: initDense(config.annotationSize, hidden, child(source, 'annotation'), settings),
    score: paper ? tf.zeros([hidden]) : randomNormal(child(source, 'score'), [hidden], 0, 1 / Math.sqrt(hidden)),
  };
}

/** U_a h: [batch, key, hidden]. */
export function projectAnnotations(params: AdditiveParams, annotations: tf.Tensor3D): tf.Tensor3D {
  expectShape(annotations, ['batch', 'key', params.annotation.kernel.shape[0]], 'additive annotations');
  return dense(params.annotation, annotations);
}

/**
 * g: how well each annotation fits each state; rows are distributions.
 * @returns [batch, query, key]
 */
export function gAdditive(params: AdditiveParams, input: AdditiveInput, options: AdditiveOptions = {}): tf.Tensor3D {
  const { state, annotations } = input;
  const [stateSize, hidden] = params.state.kernel.shape;
  expectShape(state, ['batch', 'query', stateSize], 'additive state');
  const [batch, queries] = state.shape;
  expectShape(annotations, [batch, 'key', params.annotation.kernel.shape[0]], 'additive annotations');
  const keys = annotations.shape[1];
  expectMask(options.mask, [batch, queries, keys], 'additive');
  return tf.tidy(() => {
    const projected = options.projected ?? projectAnnotations(params, annotations); // [batch, key, hidden]
    const ofState = tf.reshape(dense(params.state, state), [batch, queries, 1, hidden]);
    const ofAnnotation = tf.reshape(projected, [batch, 1, keys, hidden]);
    const scores = weighedTanh(tf.add(ofState, ofAnnotation), params.score); // [batch, query, key]
    return maskedSoftmax(scores, options.mask);
  });
}

/** f: the context c, the expected annotation. [batch, query, annotationSize] */
export function fAdditive(
  _params: AdditiveParams,
  weights: tf.Tensor3D,
  input: AdditiveInput,
  _options: AdditiveOptions = {},
): tf.Tensor3D {
  return tf.matMul(weights, input.annotations);
}

export const additive = compose(gAdditive, fAdditive);

const exampleInput = (source: Rng): AdditiveInput => ({
  state: randomNormal(child(source, 'state'), [2, 3, 5]),
  annotations: randomNormal(child(source, 'annotations'), [2, 7, 11]),
});

export const additiveMechanism: Mechanism<AdditiveConfig, AdditiveParams, AdditiveInput, tf.Tensor3D, AdditiveOptions> =
  {
    name: 'additive',
    title: 'Additive attention (RNNsearch)',
    paper: {
      title: 'Neural Machine Translation by Jointly Learning to Align and Translate',
      authors: 'Bahdanau, Cho and Bengio',
      arxiv: '1409.0473',
      venue: 'ICLR 2015',
      date: '2014-09-01',
    },
    axes: ['temporal'],
    formula: {
      g: '\\alpha_{ij} = \\mathrm{softmax}_j\\; v_a^\\top \\tanh(W_a s_{i-1} + U_a h_j)',
      f: 'c_i = \\textstyle\\sum_j \\alpha_{ij} h_j',
    },
    publishedConfig: { stateSize: 1000, annotationSize: 2000, hidden: 1000, initialValues: 'paper' },
    examples: {
      plain: { config: { stateSize: 5, annotationSize: 11, hidden: 13 }, input: exampleInput },
      paper: {
        config: { stateSize: 5, annotationSize: 11, hidden: 13, initialValues: 'paper' },
        input: exampleInput,
      },
    },
    weightAxes: () => ({ '': ['batch', 'query', 'key'] }),
    init: initAdditive,
    options: () => ({}),
    g: gAdditive,
    f: fAdditive,
    apply: additive,
  };
