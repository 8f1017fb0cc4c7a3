import type { TensorTree } from '@atlas/tensor';

/** Parts of the catalogue, as `--only` names them. */
export const groups = ['machine', 'blocks', 'published', 'attention', 'translation', 'vision'] as const;
export type Group = (typeof groups)[number];

/** Libraries that a work is also written in. */
export type Peer = 'torch' | 'jax';

/** A function to time, with everything it needs. */
export interface Task {
  /** What goes in. The measurement owns it. */
  readonly inputs: { readonly [name: string]: TensorTree };
  /** A pure function, so that it can be compiled. */
  run(inputs: { readonly [name: string]: TensorTree }): { readonly [name: string]: TensorTree };
  /** Outputs that replace inputs of the same name in the next run: a training step continues from the last one. */
  readonly carried?: readonly string[];
  /** Outputs that the peers' outputs are compared with; default all. A training step is compared by its loss. */
  readonly compared?: readonly string[];
  /** After how many runs they are compared, default 1: later losses of a training depend on its gradients. */
  readonly comparedAfter?: number;
}

/** One line of the benchmark. */
export interface Work {
  /** `blocks/se`: group and name. */
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  /** The sizes in words: `8 x 28 x 28 x 256`. */
  readonly size: string;
  /**
   * Where the threads are: 'inside' one operation at a time, for few large ones, or 'across' several operations with a
   * thread each, for many small ones. Chosen by measurement.
   */
  readonly threads: 'inside' | 'across';
  readonly peers: readonly Peer[];
  /** Floating-point operations of the products in one run, where they are known. */
  readonly operations?: number;
  /** Bytes that have to be read and written at least. */
  readonly bytes?: number;
  /** Whether running it op by op would need more memory or time than a benchmark should take. */
  readonly compiledOnly?: boolean;
  /** Where the peak of memory is of interest: the smaller work of the same kind that is run ahead of that measurement. */
  readonly memoryAfter?: string;
  prepare(): Task;
}
