import * as tf from '@tensorflow/tfjs-core';
import type { TensorTree } from '../tree.js';

/** A tree without its tensors: what is needed to put other tensors into the same form. */
export interface TreeForm<T extends TensorTree> {
  /** The paths of the leaves, in the order of `leaves`. */
  readonly paths: readonly string[];
  /** The tree with these leaves, given in the order of `leaves`. */
  fill(tensors: readonly tf.Tensor[]): T;
}

type Skeleton = number | { readonly [name: string]: Skeleton };

/** The form of a tree. It keeps no tensor alive. */
export function treeForm<T extends TensorTree>(tree: T): TreeForm<T> {
  const paths: string[] = [];
  const skeleton = skeletonOf(tree, '', paths);
  return { paths, fill: (tensors) => fill(skeleton, tensors) as T };
}

function skeletonOf(tree: TensorTree, path: string, paths: string[]): Skeleton {
  if (tree instanceof tf.Tensor) return paths.push(path) - 1;
  const names = Object.keys(tree).sort();
  return Object.fromEntries(
    names.map((name) => [name, skeletonOf(tree[name]!, path === '' ? name : `${path}/${name}`, paths)]),
  );
}

function fill(skeleton: Skeleton, tensors: readonly tf.Tensor[]): TensorTree {
  if (typeof skeleton === 'number') return tensors[skeleton]!;
  return Object.fromEntries(Object.entries(skeleton).map(([name, branch]) => [name, fill(branch, tensors)]));
}
