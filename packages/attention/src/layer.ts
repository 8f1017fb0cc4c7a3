import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { child, disposeTree, leaves, rng, unflatten, type TensorTree } from '@atlas/tensor';
import { createInstance, exampleInstance, disposeInstance } from './instance.js';
import type { AnyMechanism, Mechanism } from './mechanism.js';
import { isTrainable, StatisticsUpdate, type CallOptions } from './normalise.js';
import { allMechanisms } from './registry.js';

/** What a saved model keeps of a layer: enough to build it again. */
export interface MechanismLayerConfig {
  readonly mechanism: string;
  readonly config: object;
  /** Of the initial values. Default 0. */
  readonly seed?: number;
  readonly name?: string;
}

/**
 * A mechanism as a layer of a Keras-style model: it trains with `fit`, and saves and loads with the model. A mechanism
 * with several inputs, such as query, key and value, takes them as a list in the order of `inputNames`.
 * @throws RangeError when the mechanism is not one of the registry; where a shape or the configuration does not fit, with
 * the mechanism's own message
 */
export function toLayer<
  Config extends object,
  Params extends TensorTree,
  Input extends TensorTree,
  Weights extends TensorTree,
  Options extends CallOptions,
>(
  mechanism: Mechanism<Config, Params, Input, Weights, Options>,
  config: Config,
  settings: { readonly seed?: number; readonly name?: string } = {},
): layers.layers.Layer {
  if (!allMechanisms.some((registered) => registered === mechanism)) {
    throw new RangeError(
      `layer mechanism: expected one of the registry, from which a saved layer is built again, found another '${mechanism.name}'.`,
    );
  }
  return new MechanismLayer({ mechanism: mechanism.name, config, ...settings });
}

/** The inputs of a mechanism in the order in which its layer takes them; empty for a single one. */
export function inputNames(mechanism: AnyMechanism): string[] {
  const instance = exampleInstance(mechanism, rng(0));
  const names = leaves(instance.input).map(([path]) => path);
  disposeInstance(instance);
  return names.length === 1 && names[0] === '' ? [] : names;
}

type Shapes = layers.Shape | layers.Shape[];

class MechanismLayer extends layers.layers.Layer {
  static readonly className = 'AtlasMechanism';

  readonly #mechanism: AnyMechanism;
  readonly #config: object;
  readonly #seed: number;
  readonly #inputs: readonly string[];
  #weights: { readonly path: string; readonly variable: ReturnType<layers.layers.Layer['addWeight']> }[] = [];

  constructor({ mechanism, config, seed = 0, ...base }: MechanismLayerConfig) {
    super(base);
    const found = allMechanisms.find(({ name }) => name === mechanism);
    if (!found) {
      const names = allMechanisms.map(({ name }) => name).join(', ');
      throw new RangeError(`layer mechanism: expected one of ${names}, found '${mechanism}'.`);
    }
    this.#mechanism = found;
    this.#config = config;
    this.#seed = seed;
    this.#inputs = inputNames(found);
  }

  override build(_shape: Shapes): void {
    const params = this.#mechanism.init(this.#config, child(rng(this.#seed), 'params'));
    this.#weights = leaves(params).map(([path, initial]) => {
      const zeros = layers.initializers.zeros();
      const variable = this.addWeight(path, initial.shape, 'float32', zeros, undefined, isTrainable(path));
      variable.write(initial);
      return { path, variable };
    });
    disposeTree(params);
    super.build(_shape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    return tf.tidy(() => {
      const training = kwargs.training ?? false;
      const statistics = new StatisticsUpdate();
      const params = unflatten(this.#weights.map(({ path, variable }) => [path, variable.read()]));
      const { output } = this.#apply(params, this.#inputOf(inputs), { training, statistics });
      if (training) this.#moveStatistics(statistics.apply(params));
      return output;
    });
  }

  override computeOutputShape(shape: Shapes): layers.Shape {
    const shapes = (this.#inputs.length > 0 ? shape : [shape]) as layers.Shape[];
    // Sizes that are not known yet are tried with two values: an axis of the output that follows them is not known.
    const [one, other] = [this.#probe(shapes, 32), this.#probe(shapes, 64)];
    return one.map((size, axis) => (size === other[axis] ? size : null));
  }

  override getConfig(): ReturnType<layers.layers.Layer['getConfig']> {
    const config = JSON.parse(JSON.stringify(this.#config)) as { [key: string]: null };
    return { ...super.getConfig(), mechanism: this.#mechanism.name, config, seed: this.#seed };
  }

  #probe(shapes: layers.Shape[], unknown: number): number[] {
    let found: number[] = [];
    tf.tidy(() => {
      const zeros = shapes.map((shape) => tf.zeros(shape.map((size) => size ?? unknown)));
      const params = this.#mechanism.init(this.#config, rng(0));
      found = this.#apply(params, this.#inputOf(zeros), {}).output.shape;
    });
    return found;
  }

  #apply(params: TensorTree, input: TensorTree, options: CallOptions): { output: tf.Tensor } {
    return createInstance(this.#mechanism, this.#config, params, input, options).apply(params, input);
  }

  #inputOf(inputs: tf.Tensor | tf.Tensor[]): TensorTree {
    const list = Array.isArray(inputs) ? inputs : [inputs];
    const names = this.#inputs.length > 0 ? this.#inputs : [''];
    if (list.length !== names.length) {
      throw new RangeError(
        `${this.#mechanism.name} layer inputs: expected ${names.length} (${names.join(', ')}), found ${list.length}.`,
      );
    }
    return unflatten(names.map((name, index) => [name, list[index]!]));
  }

  /** As the batch normalisation of Keras does: the running statistics are moved while the layer trains. */
  #moveStatistics(moved: TensorTree): void {
    const found = new Map(leaves(moved));
    for (const { path, variable } of this.#weights) {
      if (isTrainable(path)) continue;
      const statistics = found.get(path)!;
      variable.write(tf.clone(statistics));
      statistics.dispose();
    }
  }
}

// A saved model names the class of each layer; loading one looks it up here.
tf.serialization.registerClass(MechanismLayer);
