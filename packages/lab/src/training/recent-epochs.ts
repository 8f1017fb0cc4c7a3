import * as tf from '@tensorflow/tfjs-core';
import { cloneTree, disposeTree, leaves, mapTree, type TensorTree } from '@atlas/tensor';

/**
 * The parameters after the last epochs. Their mean does better than any one of them where the learning rate does not
 * fall to zero (Vaswani et al., 2017, section 6.1, average the last checkpoints of each training).
 */
export class RecentEpochs<Params extends TensorTree> {
  readonly #kept: Params[];

  /**
   * @param size how many epochs; with 1 nothing is kept
   * @param kept those of a training that goes on, the oldest first; owned from here on
   */
  constructor(
    readonly size: number,
    kept: readonly Params[] = [],
  ) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(`train average: expected a number of epochs from 1, found ${size}.`);
    }
    this.#kept = [...kept];
  }

  /** The oldest first. */
  get kept(): readonly Params[] {
    return this.#kept;
  }

  add(params: Params): void {
    if (this.size === 1) return;
    this.#kept.push(cloneTree(params));
    if (this.#kept.length > this.size) disposeTree(this.#kept.shift()!);
  }

  /** The mean of what is kept, or a copy of `current` where nothing is; the caller owns it. */
  mean(current: Params): Params {
    if (this.#kept.length === 0) return cloneTree(current);
    const all = this.#kept.map((params) => new Map(leaves(params)));
    return mapTree(current, (_, path) => tf.tidy(() => tf.div(tf.addN(all.map((one) => one.get(path)!)), all.length)));
  }

  dispose(): void {
    for (const params of this.#kept.splice(0)) disposeTree(params);
  }
}
