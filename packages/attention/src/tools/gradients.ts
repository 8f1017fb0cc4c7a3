import * as tf from '@tensorflow/tfjs-core';
import {
  child,
  leaves,
  mapTree,
  normalValues,
  randomNormal,
  rng,
  valueAndGrads,
  type Rng,
  type TensorTree,
} from '@atlas/tensor';
import { tidyTree } from '../compose.js';
import type { Instance } from '../instance.js';

export interface GradientCheckOptions {
  /** Half the step of the difference quotient. Default 1e-2, which is best for float32. */
  readonly epsilon?: number;
  /** How many entries of each leaf are moved, evenly spread over it. Default 24. */
  readonly entries?: number;
}

export interface LeafGradient {
  /** Path of the leaf, such as 'params/down/kernel'. */
  readonly path: string;
  readonly finite: boolean;
  /** Largest size of an entry of the gradient; zero means that the leaf has no effect. */
  readonly largest: number;
  /** Largest difference from the difference quotient, relative to the larger of 1 and both values. */
  readonly error: number;
  /** Entries compared. */
  readonly checked: number;
  /** Entries left out, because a ReLU or a maximum changes sides within the step: there is no derivative to compare. */
  readonly kinks: number;
}

/**
 * The gradients of a function of a tree, compared with central differences
 * (f(x + ε) - f(x - ε)) / 2ε. An output that is not a scalar is first weighed with fixed random numbers and summed.
 */
export function checkGradients<T extends TensorTree>(
  f: (tree: T) => tf.Tensor,
  tree: T,
  { epsilon = 1e-2, entries = 24 }: GradientCheckOptions = {},
): LeafGradient[] {
  return tidyTree(() => {
    const { grads } = valueAndGrads((at: T) => weighed(f(at)), tree);
    const analytic = new Map(leaves(grads));
    return leaves(tree).map(([path, leaf]) => {
      const gradient = Array.from(analytic.get(path)!.dataSync());
      const values = Float32Array.from(leaf.dataSync());
      const along = (index: number) => (value: number) => valueWith(f, tree, path, replaced(values, index, value));
      const compared = spread(leaf.size, entries).map((index) =>
        compare(along(index), values[index]!, gradient[index]!, epsilon),
      );
      const errors = compared.filter((error): error is number => error !== undefined);
      return {
        path,
        finite: gradient.every(Number.isFinite),
        largest: gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
        error: errors.reduce((most, error) => (Number.isNaN(error) ? Infinity : Math.max(most, error)), 0),
        checked: errors.length,
        kinks: compared.length - errors.length,
      };
    });
  });
}

/** The weighed output when one leaf has other values. The weighing is in float64: only the function rounds to float32. */
function valueWith<T extends TensorTree>(
  f: (tree: T) => tf.Tensor,
  tree: T,
  path: string,
  values: Float32Array,
): number {
  return tf.tidy(() => {
    const moved = mapTree(tree, (leaf, at) => (at === path ? tf.tensor(values, leaf.shape) : leaf));
    const output = f(moved);
    const weights = directionValues(output.size);
    return Array.from(output.dataSync()).reduce((sum, value, index) => sum + value * weights[index]!, 0);
  });
}

/**
 * The difference of a gradient from the difference quotient, relative to the larger of 1 and both. Where a kink lies
 * inside the step, shorter steps are tried; undefined where one lies inside the shortest.
 */
function compare(f: (x: number) => number, x: number, gradient: number, epsilon: number): number | undefined {
  for (const step of [epsilon, epsilon / 4, epsilon / 16, epsilon / 64]) {
    const whole = quotients(f, x, step);
    const scale = Math.max(1, Math.abs(gradient), Math.abs(whole.slope));
    const difference = Math.abs(gradient - whole.slope) / scale;
    // The shorter the step, the more rounding is in the quotient: its difference counts less in proportion.
    const share = step / epsilon;
    const tolerance = (KINK * scale) / share;
    if (!(difference * scale > tolerance) || !isKink(whole, quotients(f, x, step / 2), tolerance)) {
      return difference * share;
    }
  }
  return undefined;
}

/** From this difference on a kink is looked for. */
const KINK = 5e-4;

type Quotients = { readonly slope: number; readonly bend: number };

function quotients(f: (x: number) => number, x: number, step: number): Quotients {
  const above = Math.fround(x + step);
  const below = Math.fround(x - step);
  const [high, middle, low] = [f(above), f(x), f(below)];
  return { slope: (high - low) / (above - below), bend: (high - 2 * middle + low) / step };
}

/** Over half the step a smooth function keeps its slope and has half of its bend; one with a kink in the step has not. */
function isKink(whole: Quotients, half: Quotients, tolerance: number): boolean {
  return Math.abs(whole.slope - half.slope) > tolerance || Math.abs(whole.bend - 2 * half.bend) > 2 * tolerance;
}

function replaced(values: Float32Array, index: number, value: number): Float32Array {
  const moved = values.slice();
  moved[index] = value;
  return moved;
}

function spread(length: number, entries: number): number[] {
  const count = Math.min(length, entries);
  return Array.from({ length: count }, (_, index) => Math.floor((index * length) / count));
}

/** The parts of a mechanism whose gradients can be checked. */
export type Part = 'g' | 'f' | 'apply';

/**
 * The gradients of an instance for every leaf of its parameters, of its input and, for f, of its weights; paths begin
 * with 'params', 'input' or 'weights'.
 */
export function checkInstanceGradients(
  instance: Instance,
  part: Part = 'apply',
  options: GradientCheckOptions = {},
): LeafGradient[] {
  const { params, input } = instance;
  if (part === 'f') {
    return tidyTree(() => {
      const weights = instance.g(params, input);
      return checkGradients((at) => instance.f(at.params, at.weights, at.input), { params, weights, input }, options);
    });
  }
  const output = (at: { params: TensorTree; input: TensorTree }): tf.Tensor =>
    part === 'apply' ? instance.apply(at.params, at.input).output : joined(instance.g(at.params, at.input));
  return checkGradients(output, { params, input }, options);
}

/** All leaves as one vector. */
function joined(tree: TensorTree): tf.Tensor {
  return tf.concat(leaves(tree).map(([, leaf]) => tf.reshape(leaf, [leaf.size])));
}

/** Fixed random numbers: no part of a gradient cancels against them. */
function directionValues(size: number): Float32Array {
  return normalValues(child(rng(1), 'direction'), size);
}

function weighed(output: tf.Tensor): tf.Scalar {
  return tf.sum(tf.mul(output, tf.tensor(directionValues(output.size), output.shape)));
}

/**
 * Parameters of the same form drawn at random, away from the special values that initialisation gives (zeros, ones):
 * there every parameter has an effect. Variances stay positive.
 */
export function randomParams<T extends TensorTree>(params: T, source: Rng, standardDeviation = 0.5): T {
  return mapTree(params, (leaf, path) =>
    tf.tidy(() => {
      const drawn = randomNormal(child(source, path), leaf.shape, 0, standardDeviation);
      return path.endsWith('statistics/variance') ? tf.add(tf.abs(drawn), 0.5) : drawn;
    }),
  );
}
