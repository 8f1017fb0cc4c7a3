import type * as tf from '@tensorflow/tfjs-core';
import type { Rng, TensorTree } from '@atlas/tensor';
import type { CallOptions } from './normalise.js';

/** Where the weights of a mechanism act. */
export type Axis = 'channel' | 'spatial' | 'temporal' | 'branch';

export interface Paper {
  readonly title: string;
  readonly authors: string;
  /** Identifier without a version, such as '1709.01507'; absent where the paper is not on arXiv. */
  readonly arxiv?: string;
  readonly venue: string;
  /** When it first appeared: ISO date, or year and month where the day is not known. */
  readonly date: string;
}

/** A small case that every tool can run: a configuration, call options beyond it, and an input drawn at random. */
export interface Example<Config, Input, Options> {
  readonly config: Config;
  readonly options?: Options;
  /** Leaves of params or input that receive no gradient through the output, each with the mathematical reason. */
  readonly zeroGradients?: { readonly [path: string]: string };
  input(source: Rng): Input;
}

/**
 * One attention mechanism as plain data and pure functions: Attention(x) = f(g(x), x) (Guo et al., 2022,
 * arXiv:2111.07624). `g` looks at the input and decides what matters; `f` applies that decision to the input.
 *
 * Law: apply(params, x).output equals f(params, g(params, x), x), and apply(params, x).weights equals g(params, x).
 *
 * The functions are declared as methods on purpose: TypeScript compares methods in both directions, so that every
 * mechanism is also an `AnyMechanism`, and a tool is written once over all of them.
 */
export interface Mechanism<
  Config extends object,
  Params extends TensorTree,
  Input extends TensorTree,
  Weights extends TensorTree,
  Options extends CallOptions = CallOptions,
> {
  /** Short name in the registry, such as 'se'. */
  readonly name: string;
  readonly title: string;
  readonly paper: Paper;
  readonly axes: readonly Axis[];
  /** LaTeX of both halves. */
  readonly formula: { readonly g: string; readonly f: string };
  /** The configuration that the paper reports as its own. */
  readonly publishedConfig: Config;
  /** Small cases by name; the first one is the default. */
  readonly examples: { readonly [name: string]: Example<Config, Input, Options> };
  /** Why no gradient is meant to flow through it, where that is so: nothing is learned. */
  readonly withoutGradient?: string;
  init(config: Config, source: Rng): Params;
  /** What the axes of each leaf of the weights are called; the key is the path, '' for a single map. */
  weightAxes(config: Config): { readonly [path: string]: readonly string[] };
  /** The options that follow from the configuration: what the shapes of the parameters do not show. */
  options(config: Config): Options;
  g(params: Params, input: Input, options?: Options): Weights;
  f(params: Params, weights: Weights, input: Input, options?: Options): tf.Tensor;
  apply(params: Params, input: Input, options?: Options): { output: tf.Tensor; weights: Weights };
}

/** Any mechanism, its own types forgotten: what tools take. */
export type AnyMechanism = Mechanism<object, TensorTree, TensorTree, TensorTree>;

/** Params of a mechanism without any. */
export type NoParams = { [name: string]: never };
