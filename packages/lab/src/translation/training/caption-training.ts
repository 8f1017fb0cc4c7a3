import { adam, type TensorTree } from '@atlas/tensor';
import { keptTraining } from '../../training/kept-training.js';
import { cosineRate, transformerRate } from '../../training/schedules.js';
import { type TrainingResult } from '../../training/train.js';
import { type Captions } from '../text/captions.js';
import {
  type OneTraining,
  type TrainableTranslator,
  type TranslatorTraining,
  translatorTraining,
} from './translator-training.js';

/** How a network learns captions: plain data, which also names the checkpoint. */
export interface CaptionRecipe {
  readonly epochs: number;
  /** Sentences of a batch. */
  readonly size: number;
  /** Up to `peak` and down to 0 along a cosine, or the schedule of the Transformer. */
  readonly rate:
    { readonly peak: number } | { readonly features: number; readonly warmup: number; readonly factor: number };
  readonly smoothing: number;
  /** The parameters after an epoch are the mean of those after the last ones, so many of them. */
  readonly average: number;
}

/** Ends of the buckets: near each other where most captions are, so that little is filled up. */
const lengths = [12, 14, 16, 18, 21, 25, 32, 44];

/** Pieces of the longest caption to learn from, end mark included. */
export const longestCaption = 44;

/** A training over captions that is kept: broken off, it goes on where it was; finished, it is there at once. */
export interface CaptionTraining<Params extends TensorTree> extends TranslatorTraining<Params> {
  learn(seed: number, own?: Omit<OneTraining<Params>, 'checkpoint'>): Promise<TrainingResult<Params>>;
}

/**
 * Trains a translator on captions; the epoch with the lowest perplexity of the held-out captions is kept.
 * @throws RangeError if the captions have more pieces than `longestCaption`
 */
export function captionTraining<Config, Params extends TensorTree, Memory extends TensorTree, State extends TensorTree>(
  translator: TrainableTranslator<Config, Params, Memory, State> & { readonly name: string },
  config: Config,
  recipe: CaptionRecipe,
  captions: Captions,
): CaptionTraining<Params> {
  const { rate, size, ...common } = recipe;
  const training = translatorTraining(
    translator,
    config,
    {
      ...common,
      optimiser: 'peak' in rate ? adam() : adam({ beta2: 0.98, epsilon: 1e-9 }),
      schedule: 'peak' in rate ? cosineRate(rate.peak) : transformerRate(rate.features, rate.warmup, rate.factor),
      buckets: { size, lengths },
    },
    captions.held,
  );
  const name = `captions-${captions.language}-${translator.name}`;
  return {
    ...training,
    learn: (seed, own = {}) =>
      training.train(seed, captions.training, {
        ...own,
        checkpoint: keptTraining(name, { merges: captions.pieces.merges.length, config, recipe, seed }),
      }),
  };
}
