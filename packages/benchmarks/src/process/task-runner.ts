import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { compile, decodeSafetensors, disposeTree, encodeSafetensors, leaves, type TensorTree } from '@atlas/tensor';
import type { Task } from '../works/work.js';
import { residentBytes, resetPeak } from './memory.js';
import { exchange } from './protocol.js';

type Named = { readonly [name: string]: TensorTree };

/** A prepared work in this process: runs it, compiled or op by op, and carries on what a training step moves. */
export class TaskRunner {
  readonly #task: Task;
  readonly #compiled: ReturnType<typeof compileRun> | undefined;
  readonly #run: (inputs: Named) => Named;
  #inputs: { [name: string]: TensorTree };

  constructor(task: Task, how: 'compiled' | 'op-by-op') {
    this.#task = task;
    this.#inputs = { ...task.inputs };
    this.#compiled = how === 'compiled' ? compileRun(task) : undefined;
    // Outputs may be inputs that passed through: as clones they can be freed by themselves.
    this.#run = this.#compiled ?? ((inputs) => tidied(() => cloned(task.run(inputs))));
  }

  /** Writes the inputs for other processes, or nothing where they are written already. */
  writeInputs(folder: string): void {
    if (existsSync(join(folder, exchange.inputs))) return;
    writeFileSync(join(folder, exchange.inputs), encodeSafetensors(this.#inputs));
    const { carried = [], compared, comparedAfter = 1 } = this.#task;
    writeFileSync(join(folder, exchange.about), JSON.stringify({ carried, compared: compared ?? null, comparedAfter }));
  }

  /**
   * Runs for the first time, and compares with what another process has computed or writes it for others.
   * @returns milliseconds of the first run, the memory it took at most beyond what was there before, and the distance
   */
  start(folder: string): { firstCall: number; difference: number | null; peakBytes?: number } {
    resetPeak();
    const before = residentBytes()?.now;
    const begin = performance.now();
    let outputs = this.#run(this.#inputs);
    const firstCall = performance.now() - begin;
    const peak = residentBytes()?.peak;
    for (let run = 1; run < (this.#task.comparedAfter ?? 1); run++) {
      this.#carry(outputs);
      outputs = this.#run(this.#inputs);
    }
    const compared = pick(outputs, this.#task.compared ?? Object.keys(outputs));
    const path = join(folder, exchange.expected);
    let difference: number | null = null;
    if (existsSync(path)) difference = distance(compared, readFileSync(path));
    else writeFileSync(path, encodeSafetensors(compared));
    this.#carry(outputs);
    const memory = before !== undefined && peak !== undefined ? { peakBytes: Math.max(0, peak - before) } : {};
    return { firstCall, difference, ...memory };
  }

  /** Milliseconds of each of some runs. */
  measure(runs: number): { milliseconds: number[] } {
    const milliseconds: number[] = [];
    for (let run = 0; run < runs; run++) {
      const begin = performance.now();
      const outputs = this.#run(this.#inputs);
      milliseconds.push(performance.now() - begin);
      this.#carry(outputs);
    }
    return { milliseconds };
  }

  dispose(): void {
    this.#compiled?.dispose();
    disposeTree(this.#inputs);
  }

  #carry(outputs: Named): void {
    for (const [name, tree] of Object.entries(outputs)) {
      const carried = this.#task.carried?.includes(name) === true;
      disposeTree(carried ? this.#inputs[name]! : tree);
      if (carried) this.#inputs[name] = tree;
    }
  }
}

function compileRun(task: Task) {
  return compile((inputs: { [name: string]: TensorTree }) => ({ ...task.run(inputs) }));
}

function tidied(run: () => Named): Named {
  return tf.tidy(() => run() as unknown as tf.TensorContainer) as unknown as Named;
}

function cloned(outputs: Named): Named {
  const copy = (tree: TensorTree): TensorTree =>
    tree instanceof tf.Tensor
      ? tf.clone(tree)
      : Object.fromEntries(Object.entries(tree).map(([name, branch]) => [name, copy(branch)]));
  return Object.fromEntries(Object.entries(outputs).map(([name, tree]) => [name, copy(tree)]));
}

function pick(outputs: Named, names: readonly string[]): { [name: string]: TensorTree } {
  return Object.fromEntries(names.map((name) => [name, outputs[name]!]));
}

/** A tensor this much smaller than the largest one holds nothing but rounding, such as the gradient of a blind bias. */
const NOTHING = 1e-3;

/** The largest |found - expected| / |expected| over the tensors, norms being Euclidean. */
function distance(found: TensorTree, file: Uint8Array): number {
  return tf.tidy(() => {
    const norm = (x: tf.Tensor): number => tf.norm(x).dataSync()[0]!;
    const expected = new Map(leaves(decodeSafetensors(file).tree));
    const floor = NOTHING * Math.max(...[...expected.values()].map(norm));
    const distances = leaves(found).map(([path, leaf]) => {
      const wanted = expected.get(path);
      if (wanted === undefined) throw new Error(`expected only outputs that the first process had, found '${path}'`);
      if (norm(wanted) < floor && norm(leaf) < floor) return 0;
      return norm(tf.sub(leaf, wanted)) / Math.max(norm(wanted), floor);
    });
    return Math.max(0, ...distances);
  });
}
