import type { AnyMechanism } from './mechanism.js';
import { additiveMechanism } from './mechanisms/additive.js';
import { naiveSelfAttentionMechanism } from './mechanisms/naive-self-attention.js';
import { scaledDotProductMechanism } from './mechanisms/scaled-dot-product.js';
import { selfAttentionMechanism } from './mechanisms/self-attention.js';
import { similarityAttentionMechanism } from './mechanisms/similarity-attention.js';
import { squeezeExciteMechanism } from './mechanisms/squeeze-excite.js';

/** Every mechanism by its short name. */
export const mechanisms = {
  additive: additiveMechanism,
  'similarity-attention': similarityAttentionMechanism,
  'naive-self-attention': naiveSelfAttentionMechanism,
  'scaled-dot-product': scaledDotProductMechanism,
  'self-attention': selfAttentionMechanism,
  se: squeezeExciteMechanism,
} as const satisfies { readonly [name: string]: AnyMechanism };

export type MechanismName = keyof typeof mechanisms;

/** The same record as a list, the mechanisms' own types forgotten. */
export const allMechanisms: readonly AnyMechanism[] = Object.values(mechanisms);
