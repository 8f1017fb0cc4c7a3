import * as tf from '@tensorflow/tfjs-core';
import type { MechanismName } from '@atlas/attention';
import type { TensorTree } from '@atlas/tensor';

/** Words of a sentence, and what a Transformer's base model makes of each. */
const words = 50;
const features = 512;
const head = 64;

const image = (side: number, channels: number) => tf.zeros([1, side, side, channels]);
const sentence = (size = features) => tf.zeros([1, words, size]);
const oneHead = () => ({ query: sentence(head), key: sentence(head), value: sentence(head) });

/**
 * An input of the size that each mechanism's paper applies it to, for its published configuration: the stage of a
 * ResNet-50 at 224 pixels that has those channels, a sentence of 50 words, a digit, a frame of video.
 */
export const typicalInputs: { readonly [name in MechanismName]: () => TensorTree } = {
  'itti-koch': () => image(224, 3),
  'spectral-residual': () => image(224, 3),
  'hard-attention': () => ({ image: image(28, 1), state: tf.zeros([1, 256]) }),
  additive: () => ({ state: tf.zeros([1, 1, 1000]), annotations: sentence(2000) }),
  'similarity-attention': () => ({ query: tf.zeros([1, 1, 1000]), key: sentence(1000), value: sentence(1000) }),
  'naive-self-attention': () => sentence(),
  'scaled-dot-product': oneHead,
  'self-attention': () => sentence(),
  'multi-head': () => ({ query: sentence(), key: sentence(), value: sentence() }),
  'linear-memory': oneHead,
  se: () => image(56, 256),
  eca: () => image(56, 256),
  cbam: () => image(56, 256),
  bam: () => image(56, 256),
  sk: () => image(56, 128),
  gsop: () => image(14, 1024),
  nl: () => image(14, 1024),
  snl: () => image(14, 1024),
  gc: () => image(14, 1024),
  'danet-position': () => image(28, 512),
  'danet-channel': () => image(28, 512),
  apnb: () => image(28, 512),
  afnb: () => ({ low: image(28, 1024), high: image(28, 2048) }),
  'temporal-gate': () => tf.zeros([1, 8, 56, 56, 64]),
};
