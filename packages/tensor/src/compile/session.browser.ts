import type * as tf from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../native/backend.js';
import type { TensorTree } from '../tree.js';
import type { Recording } from './record.js';

/** Stands in for the native session in a browser, where `compile` never makes one: the function is simply called. */
export class GraphSession<Result extends TensorTree> {
  constructor(_backend: NativeBackend, _recording: Recording<Result>) {
    throw new Error('compile: expected the native TensorFlow backend, which no browser has.');
  }

  run(_argumentLeaves: readonly tf.Tensor[]): Result {
    throw new Error('compile: there is no graph to run in a browser.');
  }

  dispose(): void {
    // Nothing was made.
  }
}
