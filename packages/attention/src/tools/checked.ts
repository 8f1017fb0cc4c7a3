import { leaves, type TensorTree } from '@atlas/tensor';
import { tidyTree } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';

/**
 * The same mechanism, which also reads its input and its parameters and refuses values that are not finite. Reading
 * stops a compiled step, so a mechanism does not do it by itself: wrap it while looking for the source of a NaN.
 */
export function checked<
  Config extends object,
  Params extends TensorTree,
  Input extends TensorTree,
  Weights extends TensorTree,
  Options extends CallOptions,
>(mechanism: Mechanism<Config, Params, Input, Weights, Options>): Mechanism<Config, Params, Input, Weights, Options> {
  const expectAll = (trees: { readonly [argument: string]: TensorTree }): void => {
    for (const [argument, tree] of Object.entries(trees)) requireFinite(tree, `${mechanism.name} ${argument}`);
  };
  return {
    ...mechanism,
    g: (params, input, options) => {
      expectAll({ params, input });
      return mechanism.g(params, input, options);
    },
    f: (params, weights, input, options) => {
      expectAll({ params, weights, input });
      return mechanism.f(params, weights, input, options);
    },
    apply: (params, input, options) => {
      expectAll({ params, input });
      return tidyTree(() => mechanism.apply(params, input, options));
    },
  };
}

/**
 * Reads a tree and refuses NaN and infinity.
 * @throws RangeError that names the argument, the leaf, the position and the value found
 */
export function requireFinite(tree: TensorTree, what: string): void {
  for (const [path, leaf] of leaves(tree)) {
    const values = leaf.dataSync();
    const index = values.findIndex((value: number) => !Number.isFinite(value));
    if (index >= 0) {
      throw new RangeError(
        `${what}${path === '' ? '' : `/${path}`}: expected finite numbers, found ${values[index]} at index ${index} of [${leaf.shape.join(', ')}].`,
      );
    }
  }
}
