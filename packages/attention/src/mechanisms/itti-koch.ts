/**
 * Saliency-based visual attention (Itti, Koch and Niebur, PAMI 20(11), 1998): attention without learning.
 *
 *   g(x) = S = (N(Ī) + N(C̄) + N(Ō)) / 3
 *          Ī = ⊕ N(I(c, s)),  C̄ = ⊕ [N(RG(c, s)) + N(BY(c, s))],  Ō = Σ_θ N(⊕ N(O(c, s, θ)))
 *   f(S, x) = x inside the foci of attention that win on S one after another, zero outside
 *
 * I, RG, BY and O are 42 centre-surround maps (`featureMaps`); N promotes maps with few peaks (`normaliseMaps`); ⊕
 * brings maps to scale 4 and adds them. Differences: the winner-takes-all network is reduced to its decision
 * (`winnerTakesAll`); the sizes of the Gabor filters, which the paper does not print, are ours; the colour opponents follow
 * the paper's words unless `opponency` asks for its printed equations (`ColourOpponency`). On images smaller than 256
 * pixels the coarsest scales are a single pixel.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expectShape, randomUniform, type Rng } from '@atlas/tensor';
import { compose, tidyTree } from '../compose.js';
import type { Mechanism, NoParams } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';
import { FEATURES, featureMaps, type ColourOpponency } from '../saliency/features.js';
import { normaliseMaps } from '../saliency/normalise-maps.js';
import { halve } from '../saliency/pyramid.js';
import { disk, winnerTakesAll, type WinnerTakesAllOptions } from '../saliency/winner-takes-all.js';
import { constantIn } from '../stop-gradient.js';

export interface IttiKochConfig extends WinnerTakesAllOptions {
  /** Default 'double-opponent'. */
  readonly opponency?: ColourOpponency;
}

export type IttiKochOptions = CallOptions & IttiKochConfig;

/** The three conspicuity maps and their mean. */
export type Conspicuity = { intensity: tf.Tensor3D; colour: tf.Tensor3D; orientation: tf.Tensor3D };

const LEAST_SIDE = 32;

export function initIttiKoch(_config: IttiKochConfig, _source: Rng): NoParams {
  return {};
}

/**
 * g: how salient each place is, from 0 to 1, at scale 4 (a sixteenth of the image's sides).
 * @param x [batch, height, width, 3], red, green and blue, none negative
 * @returns [batch, height / 16, width / 16], rounded up
 */
export function gIttiKoch(_params: NoParams, x: tf.Tensor4D, options: IttiKochOptions = {}): tf.Tensor3D {
  return constantIn(x, (image) => {
    const { intensity, colour, orientation } = conspicuityMaps(image, options.opponency);
    const modalities = normaliseMaps(tf.stack([intensity, colour, orientation], 3) as tf.Tensor4D);
    return tf.mean<tf.Tensor3D>(modalities, 3); // [batch, height / 16, width / 16]
  });
}

/** f: the image where attention has been, zero elsewhere. [batch, height, width, 3] */
export function fIttiKoch(
  _params: NoParams,
  weights: tf.Tensor3D,
  x: tf.Tensor4D,
  options: IttiKochOptions = {},
): tf.Tensor4D {
  const [, height, width] = x.shape;
  return tf.tidy(() => {
    const seen = constantIn(weights, (saliency) => {
      const path = winnerTakesAll(saliency, options); // [batch, fixation, 2]
      const radius = (options.radius ?? 1 / 6) * Math.min(height, width);
      const foci = tf.unstack(path, 1).map((place) => disk(tf.mul(place, 16) as tf.Tensor2D, height, width, radius));
      return foci.reduce((all, focus) => tf.maximum(all, focus)); // [batch, height, width]
    });
    return tf.mul(x, tf.expandDims(seen, 3)) as tf.Tensor4D;
  });
}

export const ittiKoch = compose(gIttiKoch, fIttiKoch);

/**
 * Ī, C̄ and Ō, before the last N(.).
 * @param x [batch, height, width, 3]
 * @throws RangeError when a side is below 32 pixels
 */
export function conspicuityMaps(x: tf.Tensor4D, opponency?: ColourOpponency): Conspicuity {
  expectShape(x, ['batch', 'height', 'width', 3], 'itti-koch x');
  if (Math.min(x.shape[1], x.shape[2]) < LEAST_SIDE) {
    throw new RangeError(
      `itti-koch x: expected a height and a width of at least ${LEAST_SIDE} for nine scales, found [${x.shape.join(', ')}].`,
    );
  }
  return tidyTree(() => {
    const atScale4 = Object.entries(featureMaps(x, opponency)).map(([pair, maps]) => {
      let reduced = normaliseMaps(maps); // [batch, height, width, 7]
      for (let scale = Number(pair[0]); scale < 4; scale++) reduced = halve(reduced);
      return reduced;
    });
    const sum = tf.addN(atScale4); // [batch, height / 16, width / 16, 7]
    const of = (name: string) => tf.slice(sum, [0, 0, 0, FEATURES.indexOf(name)], [-1, -1, -1, 1]);
    const lines = tf.slice(sum, [0, 0, 0, FEATURES.indexOf('orientation-0')], [-1, -1, -1, 4]);
    return {
      intensity: tf.squeeze<tf.Tensor3D>(of('intensity'), [3]),
      colour: tf.squeeze<tf.Tensor3D>(tf.add(of('red-green'), of('blue-yellow')), [3]),
      orientation: tf.sum<tf.Tensor3D>(normaliseMaps(lines), 3),
    };
  });
}

const example = (source: Rng) => randomUniform(source, [1, 37, 41, 3]);

export const ittiKochMechanism: Mechanism<IttiKochConfig, NoParams, tf.Tensor4D, tf.Tensor3D, IttiKochOptions> = {
  name: 'itti-koch',
  title: 'Saliency (Itti, Koch and Niebur)',
  paper: {
    title: 'A Model of Saliency-Based Visual Attention for Rapid Scene Analysis',
    authors: 'Itti, Koch and Niebur',
    venue: 'IEEE PAMI 20(11)',
    date: '1998-11',
  },
  axes: ['spatial'],
  formula: {
    g: 'S = \\tfrac{1}{3}\\left(\\mathcal{N}(\\bar{I}) + \\mathcal{N}(\\bar{C}) + \\mathcal{N}(\\bar{O})\\right)',
    f: 'x \\cdot [\\,\\text{inside the foci that win on } S\\,]',
  },
  publishedConfig: { radius: 1 / 6 },
  examples: {
    'one fixation': { config: {}, input: example },
    'scan path': { config: { fixations: 3, inhibition: 1, proximity: 0.2, opponency: 'as-printed' }, input: example },
  },
  withoutGradient: 'nothing is learned: the saliency counts as a constant, and the winner is a choice',
  weightAxes: () => ({ '': ['batch', 'height', 'width'] }),
  init: initIttiKoch,
  options: (config) => config,
  g: gIttiKoch,
  f: fIttiKoch,
  apply: ittiKoch,
};
