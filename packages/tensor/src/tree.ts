import * as tf from '@tensorflow/tfjs-core';

/** Parameters, gradients, states: tensors under names. The path of a leaf, such as `down/kernel`, is its weight name. */
export type TensorTree = tf.Tensor | { [name: string]: TensorTree };

/** A tree of the same form with another type at the leaves. */
export type MappedTree<T extends TensorTree, Leaf> = T extends tf.Tensor
  ? Leaf
  : { [Name in keyof T]: T[Name] extends TensorTree ? MappedTree<T[Name], Leaf> : never };

/**
 * The leaves with their paths, in the order of the sorted names: the order does not depend on how the tree was built.
 * @throws TypeError when something in the tree is neither a tensor nor an object, or when a name is empty or has a '/'.
 */
export function leaves(tree: TensorTree): [path: string, tensor: tf.Tensor][] {
  const found: [string, tf.Tensor][] = [];
  collect(tree, '', found);
  return found;
}

function collect(tree: TensorTree, path: string, found: [string, tf.Tensor][]): void {
  if (tree instanceof tf.Tensor) {
    found.push([path, tree]);
    return;
  }
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) {
    throw new TypeError(
      `tree: expected a tensor or an object of tensors at '${path}', found ${Array.isArray(tree) ? 'an array' : String(tree)}. ` +
        `Leave absent parameters out, and give list entries names.`,
    );
  }
  for (const name of Object.keys(tree).sort()) {
    if (name === '' || name.includes('/')) {
      throw new TypeError(`tree: expected names without '/', found '${name}' at '${path}'. Paths join names with '/'.`);
    }
    collect(tree[name]!, path === '' ? name : `${path}/${name}`, found);
  }
}

/** The tree that holds `transform(leaf, path)` in place of each leaf. */
export function mapTree<T extends TensorTree>(tree: T, transform: (leaf: tf.Tensor, path: string) => tf.Tensor): T {
  return mapAt(tree, '', transform) as T;
}

function mapAt(tree: TensorTree, path: string, transform: (leaf: tf.Tensor, path: string) => tf.Tensor): TensorTree {
  if (tree instanceof tf.Tensor) return transform(tree, path);
  const mapped: { [name: string]: TensorTree } = {};
  // The order of the calls is that of `leaves`; the order of the names is the tree's own.
  for (const name of Object.keys(tree).sort()) {
    mapped[name] = mapAt(tree[name]!, path === '' ? name : `${path}/${name}`, transform);
  }
  return Object.fromEntries(Object.keys(tree).map((name) => [name, mapped[name]!]));
}

/** The tree with the given leaves: the inverse of `leaves`. A single leaf with the empty path is a tree by itself. */
export function unflatten(entries: Iterable<readonly [path: string, tensor: tf.Tensor]>): TensorTree {
  const root: { [name: string]: TensorTree } = {};
  for (const [path, tensor] of entries) {
    if (path === '') return tensor;
    const names = path.split('/');
    // A path may come from a file: it must not reach the prototype of objects.
    if (names.includes('__proto__') || names.includes('')) {
      throw new TypeError(`unflatten: expected names other than '' and '__proto__', found the path '${path}'.`);
    }
    const last = names.pop()!;
    let branch = root;
    for (const name of names) {
      if (!Object.hasOwn(branch, name)) branch[name] = {};
      const next = branch[name]!;
      if (next instanceof tf.Tensor) throw new TypeError(`unflatten: '${name}' in '${path}' is a leaf and a branch.`);
      branch = next;
    }
    if (Object.hasOwn(branch, last)) throw new TypeError(`unflatten: the path '${path}' occurs twice.`);
    branch[last] = tensor;
  }
  return root;
}

/** Frees every tensor of the tree. */
export function disposeTree(tree: TensorTree): void {
  for (const [, tensor] of leaves(tree)) tensor.dispose();
}

/** The same tree with tensors of its own, which share their data with the originals until either is freed. */
export function cloneTree<T extends TensorTree>(tree: T): T {
  return mapTree(tree, (leaf) => tf.clone(leaf));
}

/** The number of values in all leaves. */
export function countParameters(tree: TensorTree): number {
  return leaves(tree).reduce((sum, [, tensor]) => sum + tensor.size, 0);
}

/**
 * The value of a scalar function and its gradient for every leaf. A leaf that does not reach the value gets zeros.
 * The caller owns the value and the gradients.
 * @throws TypeError when the function does not give a scalar.
 */
export function valueAndGrads<T extends TensorTree>(
  f: (params: T) => tf.Scalar,
  params: T,
): { value: tf.Scalar; grads: T } {
  const tensors = leaves(params).map(([, tensor]) => tensor);
  return tf.tidy(() => {
    const { value, grads } = tf.engine().gradients(() => expectScalar(f(params)), tensors, undefined, true);
    const byTensor = new Map(tensors.map((tensor, index) => [tensor, grads[index]]));
    return { value, grads: mapTree(params, (leaf) => byTensor.get(leaf) ?? tf.zerosLike(leaf)) };
  });
}

function expectScalar(value: tf.Tensor): tf.Scalar {
  if (!(value instanceof tf.Tensor) || value.rank !== 0) {
    const found = value instanceof tf.Tensor ? `shape [${value.shape.join(', ')}]` : String(value);
    throw new TypeError(
      `valueAndGrads: expected a scalar from the function, found ${found}. Reduce it, for instance with tf.mean.`,
    );
  }
  return value as tf.Scalar;
}
