import * as tf from '@tensorflow/tfjs-core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativeBackend } from '../native/backend.js';
import type { TensorTree } from '../tree.js';
import { CompileError } from './compile-error.js';
import { encodeSavedModel, SAVED_MODEL_TAG } from './encode.js';
import type { Recording } from './record.js';

/** A recorded graph inside TensorFlow, ready to run. */
export class GraphSession<Result extends TensorTree> {
  private readonly id: number;
  private readonly inputNames: string;
  private readonly outputNames: string;
  private disposed = false;

  constructor(
    private readonly backend: NativeBackend,
    private readonly recording: Recording<Result>,
  ) {
    this.id = load(backend, recording);
    this.inputNames = [...recording.inputs, ...recording.captured].map(({ node }) => node).join();
    this.outputNames = recording.graph.outputs.join();
  }

  /** Runs the graph. The caller owns the result. */
  run(argumentLeaves: readonly tf.Tensor[]): Result {
    const { inputs, captured, form } = this.recording;
    const fed = [...inputs.map(({ argument }) => argumentLeaves[argument]!), ...captured.map(({ tensor }) => tensor)];
    const ids = this.backend.getInputTensorIds(fed);
    const outputs = this.backend.binding.runSavedModel(this.id, ids, this.inputNames, this.outputNames);
    return form.fill(outputs.map((output) => this.backend.createOutputTensor(output)));
  }

  /** Frees the graph and the tensors that it holds. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.backend.binding.deleteSavedModel(this.id);
    tf.dispose(this.recording.captured.map(({ tensor }) => tensor));
  }
}

/** TensorFlow reads a graph from a folder: it is written there, read at once, and removed whatever happens. */
function load<Result extends TensorTree>(backend: NativeBackend, recording: Recording<Result>): number {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-graph-'));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(recording.graph, backend.binding));
    return backend.binding.loadSavedModel(folder, SAVED_MODEL_TAG);
  } catch (error) {
    tf.dispose(recording.captured.map(({ tensor }) => tensor));
    const reason = error instanceof Error ? error.message : String(error);
    throw new CompileError(
      `TensorFlow does not accept the recorded graph (${reason})`,
      'Call the function without compile, or replace the operation that the message names',
      { cause: error },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
