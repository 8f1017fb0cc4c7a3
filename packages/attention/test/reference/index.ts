import type { mechanisms } from '../../src/index.js';
import * as channels from './channels.js';
import * as positions from './positions.js';
import type { Reference } from './reference.js';
import * as saliency from './saliency.js';
import * as sequences from './sequences.js';

/** The configuration that a mechanism of the registry takes. */
type ConfigOf<Name extends keyof typeof mechanisms> = Parameters<(typeof mechanisms)[Name]['init']>[0];

/** A reference for every mechanism of the registry: a missing one does not compile. */
export const references: { readonly [Name in keyof typeof mechanisms]: Reference<ConfigOf<Name>> } = {
  'itti-koch': saliency.ittiKoch,
  'spectral-residual': saliency.spectralResidual,
  'hard-attention': positions.hardAttention,
  additive: sequences.additive,
  'similarity-attention': sequences.similarityAttention,
  'naive-self-attention': sequences.naiveSelfAttention,
  'scaled-dot-product': sequences.scaledDotProduct,
  'self-attention': sequences.selfAttention,
  'multi-head': sequences.multiHead,
  'linear-memory': sequences.linearMemory,
  'temporal-gate': sequences.temporalGate,
  se: channels.squeezeExcite,
  eca: channels.efficientChannel,
  sk: channels.selectiveKernel,
  cbam: channels.cbam,
  bam: channels.bam,
  gsop: channels.secondOrder,
  'danet-channel': channels.channelAttention,
  nl: positions.nonLocal,
  snl: positions.simplifiedNonLocal,
  gc: positions.globalContext,
  'danet-position': positions.positionAttention,
  apnb: positions.asymmetricPyramid,
  afnb: positions.asymmetricFusion,
};
