import * as tf from '@tensorflow/tfjs-core';
import { child, leaves, mapTree, randomNormal, rng, valueAndGrads, type Rng, type TensorTree } from '@atlas/tensor';
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
  /** Largest difference from the difference quotient, divided by the larger of 1 and both values. */
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
    const loss = (at: T) => projected(f(at));
    const { grads } = valueAndGrads(loss, tree);
    const analytic = new Map(leaves(grads));
    return leaves(tree).map(([path, leaf]) => {
      const gradient = analytic.get(path)!.dataSync();
      const values = Float32Array.from(leaf.dataSync());
      const stride = Math.max(1, Math.floor(leaf.size / entries));
      const at = (index: number, value: number): number =>
        tf.tidy(() => {
          const moved = values.slice();
          moved[index] = value;
          const replaced = mapTree(tree, (other, otherPath) =>
            otherPath === path ? tf.tensor(moved, leaf.shape) : other,
          );
          return loss(replaced).dataSync()[0]!;
        });
      const quotients = (index: number, step: number) => {
        const value = values[index]!;
        const [below, here, above] = [at(index, value - step), at(index, value), at(index, value + step)];
        return { slope: (above - below) / (2 * step), bend: (above - 2 * here + below) / step };
      };
      let error = 0;
      let kinks = 0;
      let checked = 0;
      for (let index = 0; index < leaf.size; index += stride) {
        const found = gradient[index]!;
        const whole = quotients(index, epsilon);
        const scale = Math.max(1, Math.abs(found), Math.abs(whole.slope));
        const difference = Math.abs(found - whole.slope) / scale;
        if (difference > KINK && isKink(whole, quotients(index, epsilon / 2), KINK * scale)) {
          kinks++;
          continue;
        }
        checked++;
        error = Number.isNaN(difference) ? Infinity : Math.max(error, difference);
      }
      return {
        path,
        finite: Array.from(gradient).every(Number.isFinite),
        largest: Array.from(gradient).reduce((most, value) => Math.max(most, Math.abs(value)), 0),
        error,
        checked,
        kinks,
      };
    });
  });
}

/** From this difference on a kink is looked for. */
const KINK = 5e-4;

type Quotients = { readonly slope: number; readonly bend: number };

/** Over half the step a smooth function keeps its slope and has half of its bend; one with a kink in the step has not. */
function isKink(whole: Quotients, half: Quotients, tolerance: number): boolean {
  return Math.abs(whole.slope - half.slope) > tolerance || Math.abs(whole.bend - 2 * half.bend) > 2 * tolerance;
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

function projected(output: tf.Tensor): tf.Scalar {
  if (output.rank === 0) return output as tf.Scalar;
  const direction = randomNormal(child(rng(1), 'direction'), output.shape);
  return tf.sum(tf.mul(output, direction));
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
