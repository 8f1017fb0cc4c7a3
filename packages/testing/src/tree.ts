import * as tf from '@tensorflow/tfjs-core';

/** A tensor, or tensors under names: the form in which functions take and return several tensors. */
export type Tree = tf.Tensor | { [name: string]: Tree };

/** The tensors of a tree with their paths, in the order of the sorted names. */
export function tensorsOf(tree: Tree, path = ''): [path: string, tensor: tf.Tensor][] {
  if (tree instanceof tf.Tensor) return [[path, tree]];
  return Object.keys(tree)
    .sort()
    .flatMap((name) => tensorsOf(tree[name]!, path === '' ? name : `${path}/${name}`));
}

/** The tree with one tensor replaced. */
export function replaceTensor(tree: Tree, replaced: tf.Tensor, replacement: tf.Tensor): Tree {
  if (tree instanceof tf.Tensor) return tree === replaced ? replacement : tree;
  return Object.fromEntries(
    Object.entries(tree).map(([name, branch]) => [name, replaceTensor(branch, replaced, replacement)]),
  );
}
