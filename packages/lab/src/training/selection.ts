import { cloneTree, disposeTree, type TensorTree } from '@atlas/tensor';

/** What one epoch came to. */
export type EpochRecord = {
  epoch: number;
  /** Mean training loss of its batches. */
  loss: number;
  validation?: number;
};

/** Remembers how epochs went, and the parameters of the best one. */
export class Selection<Params extends TensorTree> {
  readonly history: EpochRecord[];
  #best: { readonly epoch: number; readonly validation: number; readonly params: Params } | undefined;

  constructor(history: readonly EpochRecord[] = [], best?: { readonly epoch: number; readonly params: Params }) {
    this.history = [...history];
    if (best !== undefined) this.#best = { ...best, validation: this.history[best.epoch]!.validation! };
  }

  get best(): { readonly epoch: number; readonly params: Params } | undefined {
    return this.#best;
  }

  endEpoch(epoch: number, loss: number, validation: number | undefined, params: Params): void {
    this.history.push({ epoch, loss, ...(validation === undefined ? {} : { validation }) });
    if (validation === undefined || (this.#best !== undefined && validation <= this.#best.validation)) return;
    if (this.#best !== undefined) disposeTree(this.#best.params);
    this.#best = { epoch, validation, params: cloneTree(params) };
  }

  /** Whether `patience` epochs in a row brought nothing better. */
  isOver(patience: number | undefined): boolean {
    return patience !== undefined && this.#best !== undefined && this.history.length - 1 - this.#best.epoch >= patience;
  }

  latest(): { readonly validation?: number } {
    const validation = this.history.at(-1)?.validation;
    return validation === undefined ? {} : { validation };
  }

  /** Copies of the best epoch's parameters, or of the current ones where nothing was validated. */
  choose(current: Params): { params: Params; epoch: number; history: readonly EpochRecord[] } {
    const { params, epoch } = this.#best ?? { params: current, epoch: this.history.length - 1 };
    return { params: cloneTree(params), epoch, history: this.history };
  }

  dispose(): void {
    if (this.#best !== undefined) disposeTree(this.#best.params);
    this.#best = undefined;
  }
}
