import { child, disposeTree, type Rng, type TensorTree } from '@atlas/tensor';
import type * as tf from '@tensorflow/tfjs-core';
import type { AnyMechanism, Mechanism } from './mechanism.js';
import type { CallOptions } from './normalise.js';

/** A mechanism with parameters, an input and options: what the tools look at. */
export interface Instance<
  Params extends TensorTree = TensorTree,
  Input extends TensorTree = TensorTree,
  Weights extends TensorTree = TensorTree,
> {
  readonly mechanism: AnyMechanism;
  readonly config: object;
  readonly params: Params;
  readonly input: Input;
  g(params: Params, input: Input): Weights;
  f(params: Params, weights: Weights, input: Input): tf.Tensor;
  apply(params: Params, input: Input): { output: tf.Tensor; weights: Weights };
}

/** A mechanism at a configuration with parameters and an input of your own, which stay yours to free. */
export function createInstance<
  Config extends object,
  Params extends TensorTree,
  Input extends TensorTree,
  Weights extends TensorTree,
  Options extends CallOptions,
>(
  mechanism: Mechanism<Config, Params, Input, Weights, Options>,
  config: Config,
  params: Params,
  input: Input,
  options?: Options,
): Instance<Params, Input, Weights> {
  const all: Options = { ...mechanism.options(config), ...options };
  return {
    mechanism,
    config,
    params,
    input,
    g: (p, x) => mechanism.g(p, x, all),
    f: (p, weights, x) => mechanism.f(p, weights, x, all),
    apply: (p, x) => mechanism.apply(p, x, all),
  };
}

/**
 * One of the mechanism's own examples. Free it with `disposeInstance`.
 * @throws RangeError when the mechanism has no example of that name
 */
export function exampleInstance(
  mechanism: AnyMechanism,
  source: Rng,
  name = Object.keys(mechanism.examples)[0]!,
  options?: CallOptions,
): Instance {
  const example = mechanism.examples[name];
  if (!example) {
    throw new RangeError(
      `${mechanism.name} example: expected one of ${Object.keys(mechanism.examples).join(', ')}, found '${name}'.`,
    );
  }
  const params = mechanism.init(example.config, child(source, 'params'));
  const input = example.input(child(source, 'input'));
  return createInstance(mechanism, example.config, params, input, { ...example.options, ...options });
}

/** Frees the parameters and the input. */
export function disposeInstance(instance: Instance): void {
  disposeTree(instance.params);
  disposeTree(instance.input);
}
