import * as tf from '@tensorflow/tfjs-core';
import { countKernel } from './kernel-counts.js';
import type { CountedKind, CountedOperation } from './operation.js';

interface Recorder {
  readonly operations: CountedOperation[];
  readonly scopes: string[];
  /** Above zero inside an operation that has been or will be counted as a whole. */
  suspended: number;
}

// Operations are free functions on one global engine, so who listens to them is as global as that engine.
let recorder: Recorder | undefined;

/**
 * Runs a forward computation and lists what it executes. Tensors made inside and not returned are freed.
 * Backward passes are not meant: the operations of a gradient are not the operations that a paper counts.
 * @throws Error when a count is already running
 */
export function countOperations<T extends tf.TensorContainer>(
  compute: () => T,
): { result: T; operations: readonly CountedOperation[] } {
  if (recorder)
    throw new Error('countOperations: expected no count inside another one. Use costScope to tell parts apart.');
  const current: Recorder = { operations: [], scopes: [], suspended: 0 };
  const engine = tf.engine();
  const { runKernel } = engine;
  recorder = current;
  engine.runKernel = (name, inputs, attributes) => {
    // A kernel may be made of other kernels: only the outermost one is an operation of the computation.
    current.suspended++;
    let output;
    try {
      output = runKernel.call(engine, name, inputs, attributes);
    } finally {
      current.suspended--;
    }
    const counted = current.suspended > 0 ? undefined : countKernel(name, inputs, output, attributes);
    if (counted) record(current, counted.kind, counted.count);
    return output as never;
  };
  try {
    return { result: tf.tidy(compute), operations: current.operations };
  } finally {
    engine.runKernel = runKernel;
    recorder = undefined;
  }
}

/** Whether operations are being counted: then those that a backend fuses are executed, and counted, one by one. */
export function isCounting(): boolean {
  return recorder !== undefined;
}

/** Names a part of a computation: what runs inside is counted under this name. Costs nothing while nobody counts. */
export function costScope<T>(name: string, compute: () => T): T {
  if (!recorder) return compute();
  const { scopes } = recorder;
  scopes.push(name);
  try {
    return compute();
  } finally {
    scopes.pop();
  }
}

/**
 * Runs the product of an input with a kernel as one logical operation of
 * (values of the output) × (values of the kernel) / (output channels) multiply-accumulates, whatever it executes.
 * @param kernel its last axis is the output channel: dense [in, out], convolution [..., in / groups, out]; only its shape
 *   is looked at, so that a product with a transposed matrix gives the shape as it is used
 */
export function logicalProduct<T extends tf.Tensor>(
  kind: 'convolution' | 'dense' | 'matmul',
  kernel: { readonly shape: readonly number[] },
  compute: () => T,
): T {
  if (!recorder) return compute();
  const current = recorder;
  const output = uncounted(compute);
  // Without its last axis the kernel is what one value of the output reads.
  const read = kernel.shape.slice(0, -1).reduce((product, size) => product * size, 1);
  if (current.suspended === 0) record(current, kind, output.size * read);
  return output;
}

/** Runs what is no product in its definition without counting the products that compute it, such as those of a mean. */
export function uncounted<T>(compute: () => T): T {
  const current = recorder;
  if (!current) return compute();
  current.suspended++;
  try {
    return compute();
  } finally {
    current.suspended--;
  }
}

/** The sum of the counts of some kinds, optionally of the operations whose scope passes a test. */
export function sumOperations(
  operations: readonly CountedOperation[],
  kinds: readonly CountedKind[],
  within: (scope: string) => boolean = () => true,
): number {
  return operations
    .filter((operation) => kinds.includes(operation.kind) && within(operation.scope))
    .reduce((sum, operation) => sum + operation.count, 0);
}

function record(current: Recorder, kind: CountedKind, count: number): void {
  current.operations.push({ kind, count, scope: current.scopes.join('/') });
}
