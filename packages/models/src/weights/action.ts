import * as tf from '@tensorflow/tfjs-core';
import { tidyTree, type Instance } from '@atlas/attention';
import { leaves, mapTree, type TensorTree } from '@atlas/tensor';

/** How the weights act on the output of one mechanism, measured at one input. */
export interface WeightAction {
  /**
   * Whether f(w, x) - f(0, x) is in proportion to the weights, each map by itself: the largest departure from
   * f(2w, x) - f(0, x) = 2 (f(w, x) - f(0, x)), relative to its size. Below 1e-3 the weights multiply.
   */
  readonly departure: number;
  /** Relative change of that difference when the input changes and the weights do not. Zero: nothing of the input is weighed. */
  readonly ofInput: number;
  /** What of the input is left without weights, apart from a constant such as a bias. */
  readonly withoutWeights: 'nothing' | 'the input' | 'something else';
  /** Whether the output has the form of the input, so that one can speak of larger and smaller. */
  readonly sameForm: boolean;
}

const negligible = 1e-6;
/** float32, several layers deep. */
const proportional = 1e-3;

/** The weights multiply something made from the input, in the sense of `WeightAction`. */
export function multiplies({ departure, ofInput }: WeightAction): boolean {
  return departure < proportional && ofInput > proportional;
}

/**
 * Measures how the weights of an instance act, by scaling each map of weights and changing the input under them.
 * @param other another input of the same shapes
 */
export function weightAction(instance: Instance, other: TensorTree): WeightAction {
  const { params, input } = instance;
  const result: { value?: WeightAction } = {};
  tf.tidy(() => {
    const weights = tidyTree(() => mapTree(instance.g(params, input), (leaf) => tf.clone(leaf)));
    const zero = mapTree(weights, (leaf) => tf.zerosLike(leaf));
    const difference = (w: TensorTree, without: TensorTree, x: TensorTree) =>
      tf.sub(instance.f(params, w, x), instance.f(params, without, x));
    const departures = leaves(weights).map(([path]) => {
      const only = (factor: number) =>
        mapTree(weights, (leaf, at) => (at === path ? tf.mul(leaf, factor) : tf.clone(leaf)));
      const once = difference(only(1), only(0), input);
      const twice = difference(only(2), only(0), input);
      return ratio(tf.sub(twice, tf.mul(once, 2)), tf.mul(once, 2));
    });
    const here = difference(weights, zero, input);
    // How the output changes with the input where there are no weights: a constant plays no part in it.
    const left = tf.sub(instance.f(params, zero, other), instance.f(params, zero, input));
    const change = input instanceof tf.Tensor && other instanceof tf.Tensor ? tf.sub(other, input) : undefined;
    const sameForm = change !== undefined && sameShape(change, left);
    result.value = {
      departure: Math.max(...departures),
      ofInput: ratio(tf.sub(difference(weights, zero, other), here), here),
      withoutWeights:
        norm(left) <= negligible
          ? 'nothing'
          : sameForm && ratio(tf.sub(left, change), change) <= proportional
            ? 'the input'
            : 'something else',
      sameForm,
    };
  });
  return result.value!;
}

function sameShape(a: tf.Tensor, b: tf.Tensor): boolean {
  return a.rank === b.rank && a.shape.every((size, axis) => size === b.shape[axis]);
}

function norm(x: tf.Tensor): number {
  return tf.sqrt(tf.sum(tf.square(x))).dataSync()[0]!;
}

/** |a| / |b|; infinite where b is nothing and a is not. */
function ratio(a: tf.Tensor, b: tf.Tensor): number {
  const [above, below] = [norm(a), norm(b)];
  return below > negligible ? above / below : above > negligible ? Infinity : 0;
}
