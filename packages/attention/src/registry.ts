import type { AnyMechanism } from './mechanism.js';
import { additiveMechanism } from './mechanisms/additive.js';
import { asymmetricFusionMechanism } from './mechanisms/asymmetric-fusion.js';
import { asymmetricPyramidMechanism } from './mechanisms/asymmetric-pyramid.js';
import { bamMechanism } from './mechanisms/bam.js';
import { cbamMechanism } from './mechanisms/cbam.js';
import { channelAttentionMechanism } from './mechanisms/channel-attention.js';
import { efficientChannelMechanism } from './mechanisms/efficient-channel.js';
import { globalContextMechanism } from './mechanisms/global-context.js';
import { hardAttentionMechanism } from './mechanisms/hard-attention.js';
import { ittiKochMechanism } from './mechanisms/itti-koch.js';
import { linearMemoryMechanism } from './mechanisms/linear-memory.js';
import { multiHeadMechanism } from './mechanisms/multi-head.js';
import { naiveSelfAttentionMechanism } from './mechanisms/naive-self-attention.js';
import { nonLocalMechanism } from './mechanisms/non-local.js';
import { positionAttentionMechanism } from './mechanisms/position-attention.js';
import { scaledDotProductMechanism } from './mechanisms/scaled-dot-product.js';
import { secondOrderMechanism } from './mechanisms/second-order.js';
import { selectiveKernelMechanism } from './mechanisms/selective-kernel.js';
import { selfAttentionMechanism } from './mechanisms/self-attention.js';
import { similarityAttentionMechanism } from './mechanisms/similarity-attention.js';
import { simplifiedNonLocalMechanism } from './mechanisms/simplified-non-local.js';
import { spectralResidualMechanism } from './mechanisms/spectral-residual.js';
import { squeezeExciteMechanism } from './mechanisms/squeeze-excite.js';
import { temporalGateMechanism } from './mechanisms/temporal-gate.js';

/** Every mechanism by its short name, in the order of its paper. */
export const mechanisms = {
  'itti-koch': ittiKochMechanism,
  'spectral-residual': spectralResidualMechanism,
  'hard-attention': hardAttentionMechanism,
  additive: additiveMechanism,
  'similarity-attention': similarityAttentionMechanism,
  'naive-self-attention': naiveSelfAttentionMechanism,
  'scaled-dot-product': scaledDotProductMechanism,
  'self-attention': selfAttentionMechanism,
  'multi-head': multiHeadMechanism,
  se: squeezeExciteMechanism,
  nl: nonLocalMechanism,
  cbam: cbamMechanism,
  bam: bamMechanism,
  'danet-position': positionAttentionMechanism,
  'danet-channel': channelAttentionMechanism,
  gsop: secondOrderMechanism,
  sk: selectiveKernelMechanism,
  snl: simplifiedNonLocalMechanism,
  gc: globalContextMechanism,
  apnb: asymmetricPyramidMechanism,
  afnb: asymmetricFusionMechanism,
  eca: efficientChannelMechanism,
  'temporal-gate': temporalGateMechanism,
  'linear-memory': linearMemoryMechanism,
} as const satisfies { readonly [name: string]: AnyMechanism };

export type MechanismName = keyof typeof mechanisms;

/** The same record as a list, the mechanisms' own types forgotten. */
export const allMechanisms: readonly AnyMechanism[] = Object.values(mechanisms);
