export * from './augmentation/augment.js';
export * from './data/dataset.js';
export * from './data/dataset-error.js';
export * from './data/folders.js';
export * from './data/image-set.js';
export * from './data/manifest.js';
export * from './data/mnist.js';
export * from './data/pictures.js';
export * from './data/split.js';
export * from './digits/made-digits.js';
export * from './displays/search-displays.js';
export * from './metrics/classification.js';
export * from './metrics/cosine-distance.js';
export * from './metrics/group-differences.js';
export * from './metrics/mean-intersection.js';
export * from './metrics/over-seeds.js';
export * from './metrics/power-law.js';
export * from './metrics/overlap.js';
export * from './read.js';
export * from './tasks/covariance-maps.js';
export * from './tasks/cued-pairs.js';
export * from './tasks/digit-scenes.js';
export * from './tasks/far-pairs.js';
export * from './tasks/moving-shapes.js';
export * from './tasks/retrieval.js';
export * from './tasks/strewn-batches.js';
export * from './tasks/strewn-digits.js';
export * from './training/batches.js';
export {
  classification,
  type Classification,
  type ClassificationTask,
  type ImageClassifier,
} from './training/classify.js';
export { CheckpointError, type CheckpointOptions } from './training/checkpoint.js';
export * from './training/errors.js';
export * from './training/image-batches.js';
export * from './training/kept-training.js';
export * from './training/over-images.js';
export { allButStatistics, type Trainable } from './training/partition.js';
export { type TrainingProgress } from './training/progress.js';
export * from './training/schedules.js';
export { type EpochRecord } from './training/selection.js';
export * from './training/step.js';
export { train, type TrainingOptions, type TrainingResult } from './training/train.js';
export * from './translation/index.js';
