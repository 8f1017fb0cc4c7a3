import * as tf from '@tensorflow/tfjs-core';
import { childSeed, randomNormalFrom, randomUniformFrom, type SeedTensor } from '@atlas/tensor';
import { resolveRecurrentAttention, type RecurrentAttentionConfig } from './config.js';
import type { RecurrentAttentionOptions } from './recurrent-attention.js';

/**
 * Who decides where a recurrent attention model looks:
 * - `learned`: the location network; the first place is drawn evenly from the image, as in the paper
 * - `misled`: the same, but trained with the rewards of other images: a control, which has nothing to learn from
 * - `random`: nobody; every place is drawn evenly
 * - `centre`: every glimpse looks at the centre
 */
export type GlimpsePolicy = 'learned' | 'misled' | 'random' | 'centre';

export interface GlimpseDraws {
  readonly policy: GlimpsePolicy;
  /** Draw the later places of the location network too, as training needs it. Default: take their means. */
  readonly explore?: boolean;
}

/**
 * Where the glimpses of a batch look, as far as that does not follow from the images: options for
 * `recurrentAttention`. All of it is drawn from the seed, so that it may happen inside a compiled function.
 */
export function drawGlimpses(
  seed: SeedTensor,
  batch: number,
  config: RecurrentAttentionConfig,
  { policy, explore = false }: GlimpseDraws,
): Pick<RecurrentAttentionOptions, 'first' | 'noise' | 'places'> {
  const { glimpses } = resolveRecurrentAttention(config);
  if (policy === 'centre') return { places: tf.zeros([batch, glimpses, 2]) };
  if (policy === 'random') {
    return { places: randomUniformFrom(seed, [batch, glimpses, 2], -1, 1) as tf.Tensor3D };
  }
  const first = randomUniformFrom(childSeed(seed, 'first'), [batch, 2], -1, 1) as tf.Tensor2D;
  if (!explore || glimpses === 1) return { first };
  return { first, noise: randomNormalFrom(childSeed(seed, 'noise'), [batch, glimpses - 1, 2]) as tf.Tensor3D };
}
