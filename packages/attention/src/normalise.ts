import * as tf from '@tensorflow/tfjs-core';
import {
  batchNorm,
  initNormalisation,
  initStatistics,
  leaves,
  type NormalisationStatistics,
  type TensorTree,
} from '@atlas/tensor';

/**
 * Batch normalisation inside a parameter tree: the one way that mechanisms and networks use.
 *
 * The running statistics are leaves of the tree like any other, under the reserved name `statistics`, so that they are
 * saved and loaded with the weights. An optimiser leaves them alone (`isTrainable`). A training step moves them through
 * a `StatisticsUpdate` given in the options; nothing is ever changed in place.
 */
export type BatchNormalisationParams = {
  /** [channel] */ scale: tf.Tensor1D;
  /** [channel] */ offset: tf.Tensor1D;
  statistics: NormalisationStatistics;
};

/** What every mechanism and every network understands at the call. */
export interface CallOptions {
  /** True: normalise by the batch. False, the default: by the running statistics. */
  readonly training?: boolean | undefined;
  /** Collects the moved statistics of a training step. */
  readonly statistics?: StatisticsUpdate | undefined;
}

/** How one batch normalisation departs from the defaults of its framework. */
export interface BatchNormalisationSettings {
  /** Default 1e-5. */
  readonly epsilon?: number;
  /** How much of the old statistics a training step keeps. Default 0.9. */
  readonly momentum?: number;
}

/** Where the scale starts: one, or zero, where a block is to start as the identity. */
export function initBatchNormalisation(channels: number, scale: 0 | 1 = 1): BatchNormalisationParams {
  const params = { ...initNormalisation(channels), statistics: initStatistics(channels) };
  if (scale === 1) return params;
  params.scale.dispose();
  return { ...params, scale: tf.zeros([channels]) };
}

/**
 * Batch normalisation (Ioffe and Szegedy, 2015, arXiv:1502.03167) over every axis but the last.
 * @param x [batch, ..., channel]
 */
export function batchNormalise<T extends tf.Tensor>(
  params: BatchNormalisationParams,
  x: T,
  options: CallOptions = {},
  settings: BatchNormalisationSettings = {},
): T {
  const training = options.training ?? false;
  return tf.tidy(() => {
    const { output, statistics } = batchNorm(params, params.statistics, x, { ...settings, training });
    if (training) options.statistics?.record(params.statistics, statistics);
    return output;
  });
}

/** Whether an optimiser may move the leaf at this path. */
export function isTrainable(path: string): boolean {
  return !path.split('/').includes('statistics');
}

/** The number of trainable values: what papers count (running statistics left out). */
export function countTrainable(params: TensorTree): number {
  return leaves(params).reduce((sum, [path, leaf]) => sum + (isTrainable(path) ? leaf.size : 0), 0);
}

/**
 * The running statistics that one training step moves.
 *
 *   const update = new StatisticsUpdate();
 *   const { grads } = valueAndGrads((p) => loss(network(p, x, { training: true, statistics: update })), params);
 *   const moved = update.apply(params);   // the same tree, with the moved statistics in place of the old ones
 */
export class StatisticsUpdate {
  readonly #moved = new Map<TensorTree, NormalisationStatistics>();

  /** Called by `batchNormalise`. A normalisation that runs twice in one step moves its statistics once. */
  record(old: NormalisationStatistics, moved: NormalisationStatistics): void {
    if (this.#moved.has(old)) return;
    // They outlive the tidy of the forward pass; whoever takes the tree of `apply` frees them with it.
    tf.keep(moved.mean);
    tf.keep(moved.variance);
    this.#moved.set(old, moved);
  }

  /** The tree with the moved statistics; all other leaves are the same tensors, not copies. */
  apply<T extends TensorTree>(params: T): T {
    return this.#replace(params) as T;
  }

  #replace(tree: TensorTree): TensorTree {
    if (tree instanceof tf.Tensor) return tree;
    const moved = this.#moved.get(tree);
    if (moved) return moved;
    return Object.fromEntries(Object.entries(tree).map(([name, branch]) => [name, this.#replace(branch)]));
  }
}
