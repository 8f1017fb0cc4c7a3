import * as tf from '@tensorflow/tfjs-core';
import { nativeBackend, type NativeBackend } from '../native/backend.js';
import { mapTree, type TensorTree } from '../tree.js';
import { isRecording, latestTensorId, record } from './record.js';
import { GraphSession } from './session.js';
import { argumentsWith, signatureOf, type CompileArgument } from './signature.js';

export type { CompileArgument } from './signature.js';

export interface CompileOptions {
  /**
   * How many graphs are kept, one for each combination of shapes, types and plain values. The one that was not used for
   * the longest time goes first. Default 16.
   */
  readonly maxGraphs?: number;
}

/** A function that runs as one graph. */
export interface Compiled<Args extends readonly CompileArgument[], Result extends TensorTree> {
  (...args: Args): Result;
  /** The number of graphs kept now. Always 0 on backends without graphs. */
  readonly graphs: number;
  /** Frees all graphs; a later call records again. */
  dispose(): void;
}

/**
 * Makes a function of tensors one TensorFlow graph: the first call with new shapes runs the function once and records
 * what it executes; later calls run the graph, which TensorFlow has optimised as a whole. Gradients (`valueAndGrads`)
 * and optimiser updates inside the function become part of the graph, so a whole training step can be one call.
 *
 * The function must be pure: it computes its result from its arguments and from tensors that never change. Numbers,
 * strings and booleans among the arguments are fixed in the graph: pass what changes at each step, such as a learning
 * rate or a seed, as a tensor. On other backends than TensorFlow, and inside a gradient or another compiled function, the
 * function is simply called: with the same results. The caller owns the result; every leaf is a tensor of its own.
 * @throws CompileError when the function reads values, draws random numbers without a seed tensor, uses variables from
 * outside, or executes an operation whose shape depends on values; it names the line
 */
export function compile<Args extends readonly CompileArgument[], Result extends TensorTree>(
  f: (...args: Args) => Result,
  options: CompileOptions = {},
): Compiled<Args, Result> {
  const cache = new GraphCache<Result>(options.maxGraphs ?? 16);
  const call = (...args: Args): Result => {
    const backend = nativeBackend();
    if (backend === undefined || isObserved(backend)) return callOwned(f, args);
    const signature = signatureOf(args);
    const session = cache.get(signature.key, () => {
      const withLeaves = argumentsWith(args);
      return new GraphSession(
        backend,
        record(backend, (leaves) => f(...withLeaves(leaves)), signature.leaves),
      );
    });
    return session.run(signature.leaves);
  };
  const compiled = Object.defineProperties(call, {
    graphs: { get: () => cache.size },
    dispose: { value: () => cache.clear() },
  }) as Compiled<Args, Result>;
  abandoned.register(compiled, cache);
  return compiled;
}

/** Frees the graphs of functions that nobody can call any more, such as those of a notebook cell that is run again. */
const abandoned = new FinalizationRegistry<{ clear(): void }>((cache) => cache.clear());

/** Inside a gradient the operations must be seen one by one, and inside another recording they become part of it. */
function isObserved(backend: NativeBackend): boolean {
  return tf.engine().state.gradientDepth > 0 || isRecording(backend);
}

/** The plain call. What the function did not make itself, such as an argument, is cloned: the caller owns the result. */
function callOwned<Args extends readonly CompileArgument[], Result extends TensorTree>(
  f: (...args: Args) => Result,
  args: Args,
): Result {
  return tf.tidy(() => {
    const before = latestTensorId();
    return mapTree(f(...args), (leaf) => (leaf.id <= before ? tf.clone(leaf) : leaf));
  });
}

/** Sessions by signature, in the order of their last use. */
class GraphCache<Result extends TensorTree> {
  private readonly sessions = new Map<string, GraphSession<Result>>();

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.sessions.size;
  }

  get(key: string, make: () => GraphSession<Result>): GraphSession<Result> {
    const session = this.sessions.get(key) ?? make();
    this.sessions.delete(key);
    this.sessions.set(key, session);
    if (this.sessions.size > this.capacity) {
      const [oldest] = this.sessions.keys();
      this.sessions.get(oldest!)!.dispose();
      this.sessions.delete(oldest!);
    }
    return session;
  }

  clear(): void {
    for (const session of this.sessions.values()) session.dispose();
    this.sessions.clear();
  }
}
