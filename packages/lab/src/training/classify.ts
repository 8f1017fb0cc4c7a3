import type * as tf from '@tensorflow/tfjs-core';
import { adam, child, disposeTree, type Rng, rng, type TensorTree } from '@atlas/tensor';
import { type AugmentationOptions } from '../augmentation/augment.js';
import { type ImageSet } from '../data/image-set.js';
import { accuracy, crossEntropy } from '../metrics/classification.js';
import { type ImageBatch, imageBatches } from './image-batches.js';
import { highestScores, overSets } from './over-images.js';
import { cosineRate } from './schedules.js';
import { type StepOptions, trainingStep } from './step.js';
import { train } from './train.js';

/** A network that sorts pictures, as plain functions. */
export interface ImageClassifier<Params extends TensorTree, Attention extends TensorTree> {
  readonly init: (source: Rng) => Params;
  /** The scores [batch, class] of a network in use, and what it attends to. */
  readonly look: (params: Params, images: tf.Tensor4D) => { scores: tf.Tensor2D; attention: Attention };
  /** The scores in training, and the parameters with their running statistics moved. */
  readonly learn: (params: Params, images: tf.Tensor4D) => { scores: tf.Tensor2D; params: Params };
}

/** What a network is to learn, and how long. */
export interface ClassificationTask {
  /** Labels the random numbers. */
  readonly name: string;
  readonly train: ImageSet;
  /** Chooses the epoch. Default: the last epoch is taken. */
  readonly validation?: ImageSet;
  readonly epochs: number;
  readonly batchSize: number;
  /** Peak of the cosine schedule. Default 0.004. */
  readonly rate?: number;
  readonly augmentation?: AugmentationOptions;
}

/** A compiled network: train it for several seeds and use it on several sets, and it is recorded once. */
export interface Classification<Params extends TensorTree, Attention extends TensorTree> {
  /** Weights and batches depend on the seed and the task's name, so networks start and learn alike where they can. */
  readonly train: (task: ClassificationTask, seed: number, onEpoch?: () => void) => Promise<Params>;
  /** As `train` starts. */
  readonly untrained: (task: Pick<ClassificationTask, 'name'>, seed: number) => Params;
  readonly classes: (params: Params, set: ImageSet) => Int32Array;
  readonly accuracy: (params: Params, set: ImageSet) => number;
  readonly attention: (params: Params, set: ImageSet) => Attention;
  readonly dispose: () => void;
}

/** Compiles training and use of a network; Adam, cross-entropy, a cosine schedule. */
export function classification<Params extends TensorTree, Attention extends TensorTree>(
  network: ImageClassifier<Params, Attention>,
  options: StepOptions = {},
): Classification<Params, Attention> {
  // Two graphs, because scores alone cost less, and a network without attention has nothing else.
  const scoresOf = overSets((params: Params, images) => network.look(params, images).scores);
  const attentionOf = overSets((params: Params, images) => network.look(params, images).attention);
  const step = trainingStep(
    (params: Params, batch: ImageBatch) => {
      const { scores, params: moved } = network.learn(params, batch.images);
      return { loss: crossEntropy(scores, batch.labels), params: moved };
    },
    adam(),
    options,
  );
  const sourceOf = (name: string, seed: number): Rng => child(rng(seed), name);
  const untrained = ({ name }: Pick<ClassificationTask, 'name'>, seed: number): Params =>
    network.init(child(sourceOf(name, seed), 'weights'));
  const classes = (params: Params, set: ImageSet): Int32Array => highestScores(scoresOf(params, set));
  const accuracyOn = (params: Params, set: ImageSet): number => accuracy(classes(params, set), set.labels);
  return {
    untrained,
    classes,
    accuracy: accuracyOn,
    attention: attentionOf,
    train: async (task, seed, onEpoch) => {
      const source = sourceOf(task.name, seed);
      const start = untrained(task, seed);
      const { validation } = task;
      const steps = Math.floor(task.train.count / task.batchSize);
      const { params } = await train({
        params: start,
        step,
        batches: imageBatches(task.train, task.batchSize, child(source, 'batches'), task.augmentation),
        epochs: task.epochs,
        schedule: cosineRate(task.rate ?? 0.004),
        rng: source,
        ...(validation !== undefined && { validate: (now: Params) => accuracyOn(now, validation) }),
        onProgress: ({ step: done }) => {
          if ((done + 1) % steps === 0) onEpoch?.();
        },
      });
      disposeTree(start);
      return params;
    },
    dispose: () => {
      scoresOf.dispose();
      attentionOf.dispose();
      step.dispose();
    },
  };
}
