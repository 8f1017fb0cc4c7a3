import * as tf from '@tensorflow/tfjs-core';
import { tensorsOf, type Tree } from './tree.js';

/**
 * Runs a function and throws when more tensors live afterwards than it returned. What it returned is freed.
 * It runs once before the count starts, so that caches which fill on first use do not count.
 * @throws Error with the number of tensors and bytes that were left behind
 */
export function expectNoLeak(f: () => Tree | undefined): void {
  release(f());
  const before = { ...tf.memory() };
  release(f());
  report(before);
}

/** The same for a function that ends in an error: the error is swallowed, its absence throws. */
export function expectNoLeakOnError(f: () => unknown): void {
  const before = { ...tf.memory() };
  let failed = false;
  try {
    f();
  } catch {
    failed = true;
  }
  if (!failed) throw new Error('expectNoLeakOnError: expected the function to throw, and it did not.');
  report(before);
}

function release(tree: Tree | undefined): void {
  if (tree !== undefined) for (const [, tensor] of tensorsOf(tree)) tensor.dispose();
}

function report(before: tf.MemoryInfo): void {
  const after = tf.memory();
  const tensors = after.numTensors - before.numTensors;
  if (tensors === 0) return;
  const verb = tensors > 0 ? 'left behind' : 'freed beyond its own';
  throw new Error(
    `leak: the function ${verb} ${Math.abs(tensors)} tensors (${Math.abs(after.numBytes - before.numBytes)} bytes).`,
  );
}
