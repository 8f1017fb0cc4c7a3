import type * as tf from '@tensorflow/tfjs-core';
import { disposeTree, type Optimiser, type Rng, rng, type SeedTensor, type TensorTree } from '@atlas/tensor';
import { type Schedule } from '../../training/schedules.js';
import { trainingStep } from '../../training/step.js';
import { train, type TrainingOptions, type TrainingResult } from '../../training/train.js';
import { type ConfiguredTranslator, decoderOf } from '../search/decoder.js';
import { type Search, type SearchOptions, searchWith } from '../search/translate.js';
import { type EncodedPair, type TranslationBatch } from './encoded-pairs.js';
import { type BatchingOptions, bucketedBatches } from './length-buckets.js';
import { type Prediction, predictionMeter } from './perplexity.js';
import { type Scores, translationLoss } from './sequence-loss.js';

/** A network that can be trained and searched with; the translators of @atlas/models are such. */
export interface TrainableTranslator<
  Config,
  Params extends TensorTree,
  Memory extends TensorTree,
  State extends TensorTree,
> extends ConfiguredTranslator<Config, Params, Memory, State> {
  init(config: Config, source: Rng): Params;
  forward(
    params: Params,
    sentences: { readonly source: tf.Tensor2D; readonly target: tf.Tensor2D },
    options: { readonly config: Config; readonly dropSeed?: SeedTensor | undefined },
  ): { readonly output: tf.Tensor3D };
}

/** How a translator is trained: the same recipe for all networks that are compared. */
export interface TranslationRecipe {
  readonly optimiser: Optimiser<TensorTree>;
  readonly schedule: Schedule;
  readonly epochs: number;
  readonly buckets: BatchingOptions;
  /** Label smoothing. Default 0: none. */
  readonly smoothing?: number;
  /** Default 1. */
  readonly clipNorm?: number;
  /** Mean of the parameters after so many last epochs. Default 1. */
  readonly average?: number;
}

/** What one training may have of its own. */
export type OneTraining<Params extends TensorTree> = Pick<
  TrainingOptions<Params, TranslationBatch>,
  'checkpoint' | 'signal' | 'onProgress' | 'patience'
>;

/** One network with its compiled step, which all trainings of it share. */
export interface TranslatorTraining<Params extends TensorTree> {
  /** Trains from initial values, an order of batches and drops that follow from the seed. */
  train(seed: number, pairs: readonly EncodedPair[], own?: OneTraining<Params>): Promise<TrainingResult<Params>>;
  /** Prediction of the held-out pairs. */
  predict(params: Params): Prediction;
  search(options?: SearchOptions): Search<Params>;
  /** Frees the graphs, not those of searches. */
  dispose(): void;
}

/**
 * Trains a translator by a recipe; after each epoch the prediction of the held-out pairs is measured, and the parameters
 * of the epoch with the lowest perplexity are kept.
 * @param validation pairs that fit into the buckets of the recipe
 */
export function translatorTraining<
  Config,
  Params extends TensorTree,
  Memory extends TensorTree,
  State extends TensorTree,
>(
  translator: TrainableTranslator<Config, Params, Memory, State>,
  config: Config,
  { optimiser, schedule, epochs, buckets, smoothing = 0, clipNorm = 1, average = 1 }: TranslationRecipe,
  validation: readonly EncodedPair[],
): TranslatorTraining<Params> {
  const scores: Scores<Params> = (params, sentences, dropSeed) =>
    translator.forward(params, sentences, { config, dropSeed }).output;
  const step = trainingStep(translationLoss(scores, { smoothing }), optimiser, { clipNorm });
  const predict = predictionMeter(scores, validation, buckets);
  return {
    train: async (seed, pairs, own = {}) => {
      const params = translator.init(config, rng(seed));
      const batches = bucketedBatches(pairs, rng(seed), buckets);
      const validate = (trained: Params) => -predict(trained).perplexity;
      try {
        return await train({ params, step, batches, epochs, schedule, rng: rng(seed), average, validate, ...own });
      } finally {
        disposeTree(params);
      }
    },
    predict,
    search: (options) => searchWith(decoderOf(translator, config), options),
    dispose: () => {
      step.dispose();
      predict.dispose();
    },
  };
}
