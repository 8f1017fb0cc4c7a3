import { leaves, mapTree, type TensorTree, unflatten } from '@atlas/tensor';

/** Which leaves an optimiser moves, by path. */
export type Trainable = (path: string) => boolean;

/** All leaves but running statistics, which networks keep under the reserved name `statistics`. */
export const allButStatistics: Trainable = (path) => !path.split('/').includes('statistics');

/** A tree of the leaves that `trainable` chooses. A network without any cannot be trained. */
export function trainablePart(params: TensorTree, trainable: Trainable): TensorTree {
  const chosen = leaves(params).filter(([path]) => trainable(path));
  if (chosen.length === 0) throw new RangeError('train: expected at least one trainable parameter, found none.');
  return unflatten(chosen);
}

/** `params` with every leaf that `part` has replaced by it; branches without leaves stay. */
export function withPart<Params extends TensorTree>(params: Params, part: TensorTree): Params {
  const replacements = new Map(leaves(part));
  return mapTree(params, (leaf, path) => replacements.get(path) ?? leaf);
}
