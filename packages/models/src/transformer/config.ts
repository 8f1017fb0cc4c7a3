import type { multiHeadMechanism } from '@atlas/attention';
import { requireBetween, requireDivisible, requireInteger } from '@atlas/tensor';

/** Sizes of a Transformer; the symbols are those of Vaswani et al. (2017), table 3. */
export interface TransformerConfig {
  /** Words of the target, and of the source unless that has a vocabulary of its own. */
  readonly vocabulary: number;
  /** Default: one table for both languages, tied with the softmax. */
  readonly sourceVocabulary?: number;
  /** N, in the encoder and again in the decoder. Default 6. */
  readonly layers?: number;
  /** d_model. Default 512. */
  readonly features?: number;
  /** d_ff. Default 2048. */
  readonly hidden?: number;
  /** h. Default 8. */
  readonly heads?: number;
  /** d_k. Default: features / heads. */
  readonly keySize?: number;
  /** d_v. Default: features / heads. */
  readonly valueSize?: number;
  /** P_drop, of the embeddings and of every sublayer's output. Default 0.1. */
  readonly dropRate?: number;
  /** Default 'interleaved', as in the paper; 'halves' is the order of tensor2tensor. */
  readonly positions?: 'interleaved' | 'halves' | 'none';
  /** Layer normalisation behind the addition, as in the paper, or in front of every sublayer. Default 'post'. */
  readonly normalisation?: 'post' | 'pre';
  /** Divide scores by √d_k. Default true. */
  readonly scale?: boolean;
  /** Default: multi-head attention. Another one, such as the same with some weights set to 0, shows what they carry. */
  readonly mechanism?: typeof multiHeadMechanism;
}

/** The published sizes (table 3), apart from the vocabulary, which the table does not print. */
export const transformerSizes = {
  base: { layers: 6, features: 512, hidden: 2048, heads: 8, dropRate: 0.1 },
  big: { layers: 6, features: 1024, hidden: 4096, heads: 16, dropRate: 0.3 },
} as const;

/** With every default filled in. */
export function resolveTransformer(config: TransformerConfig) {
  const { layers = 6, features = 512, hidden = 2048, heads = 8, dropRate = 0.1, scale = true } = config;
  const { positions = 'interleaved', normalisation = 'post' } = config;
  requireInteger(config.vocabulary, 'transformer vocabulary', 2);
  if (config.sourceVocabulary !== undefined) requireInteger(config.sourceVocabulary, 'transformer sourceVocabulary', 2);
  for (const [name, size] of Object.entries({ layers, features, hidden, heads })) {
    requireInteger(size, `transformer ${name}`);
  }
  if (config.keySize === undefined || config.valueSize === undefined) {
    requireDivisible(features, heads, 'transformer features');
  }
  // Half of the features are sines, half are cosines.
  if (positions !== 'none') requireDivisible(features, 2, 'transformer features');
  requireBetween(dropRate, 0, 0.99, 'transformer dropRate');
  const { keySize = features / heads, valueSize = features / heads } = config;
  return { ...config, layers, features, hidden, heads, keySize, valueSize, dropRate, positions, normalisation, scale };
}

export type ResolvedTransformer = ReturnType<typeof resolveTransformer>;
