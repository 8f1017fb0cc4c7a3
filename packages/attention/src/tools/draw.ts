import { leaves, type TensorTree } from '@atlas/tensor';
import type { Instance } from '../instance.js';

/** One weight with its place: the names of the axes are those the mechanism declares. */
export type WeightRow = { readonly [axis: string]: number | string } & { readonly weight: number };

export interface WeightTable {
  /** Path of the map among the weights; '' where there is only one. */
  readonly path: string;
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  /** One row for each weight, the last axis fastest: ready for a chart. */
  readonly rows: readonly WeightRow[];
}

/**
 * The weights of an instance as rows for a heat map.
 * @param select keeps only these positions, for instance { batch: 0, head: 2 }
 */
export function drawWeights(instance: Instance, select: { readonly [axis: string]: number } = {}): WeightTable[] {
  const weights = instance.g(instance.params, instance.input);
  try {
    return weightTables(weights, instance.mechanism.weightAxes(instance.config), select);
  } finally {
    for (const [, leaf] of leaves(weights)) leaf.dispose();
  }
}

/**
 * The same for weights that are at hand, such as those that `apply` gave.
 * @throws RangeError when an axis has no name, or when `select` names an axis or a position that is not there
 */
export function weightTables(
  weights: TensorTree,
  axisNames: { readonly [path: string]: readonly string[] },
  select: { readonly [axis: string]: number } = {},
): WeightTable[] {
  return leaves(weights).map(([path, leaf]) => {
    const axes = axisNames[path];
    if (axes?.length !== leaf.rank) {
      throw new RangeError(
        `weights '${path}': expected ${leaf.rank} axis names for [${leaf.shape.join(', ')}], found [${axes?.join(', ') ?? ''}].`,
      );
    }
    for (const [axis, position] of Object.entries(select)) {
      const size = leaf.shape[axes.indexOf(axis)] ?? 0;
      if (position < 0 || position >= size || !Number.isInteger(position)) {
        throw new RangeError(
          `weights '${path}' select: expected a position on one of the axes ${axes.map((name, index) => `${name} (${leaf.shape[index]})`).join(', ')}, found ${axis}: ${position}.`,
        );
      }
    }
    const values = leaf.dataSync();
    const rows: WeightRow[] = [];
    for (let index = 0; index < values.length; index++) {
      const place: { [axis: string]: number } = {};
      let rest = index;
      for (let axis = leaf.rank - 1; axis >= 0; axis--) {
        place[axes[axis]!] = rest % leaf.shape[axis]!;
        rest = Math.floor(rest / leaf.shape[axis]!);
      }
      if (Object.entries(select).every(([axis, position]) => place[axis] === position)) {
        rows.push({ ...place, weight: values[index]! });
      }
    }
    return { path, axes, shape: leaf.shape, rows };
  });
}
