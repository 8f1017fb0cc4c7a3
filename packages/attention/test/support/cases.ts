import { child, disposeTree, leaves, rng, type TensorTree } from '@atlas/tensor';
import {
  allMechanisms,
  checkInstanceGradients,
  exampleInstance,
  randomParams,
  type AnyMechanism,
  type Instance,
} from '../../src/index.js';
import { Nd, type PlainTree } from '../reference/nd.js';

/** Every example of every mechanism: [title, mechanism, example]. */
export const cases: readonly (readonly [title: string, mechanism: AnyMechanism, example: string])[] =
  allMechanisms.flatMap((mechanism) =>
    Object.keys(mechanism.examples).map((example) => [`${mechanism.name}, ${example}`, mechanism, example] as const),
  );

/** An example with parameters drawn at random, away from the special values of initialisation. */
export function randomInstance(mechanism: AnyMechanism, example: string, seed = 7): Instance {
  const source = rng(seed);
  const instance = exampleInstance(mechanism, source, example);
  const params = randomParams(instance.params, child(source, 'random'));
  disposeTree(instance.params);
  return { ...instance, params };
}

/**
 * A random instance none of whose layers is dead: with a few units behind a ReLU, a draw may leave all of them silent,
 * which says nothing about the mechanism. The first of eight draws with a gradient everywhere, else the last.
 */
export function lively(mechanism: AnyMechanism, example: string): Instance {
  if (mechanism.withoutGradient !== undefined) return randomInstance(mechanism, example);
  const listed = mechanism.examples[example]!.zeroGradients ?? {};
  for (let seed = 1; ; seed++) {
    const instance = randomInstance(mechanism, example, seed);
    const found = checkInstanceGradients(instance, 'apply', { entries: 0 });
    if (seed === 8 || found.every(({ path, largest }) => path in listed || largest > SILENT)) return instance;
    disposeTree(instance.params);
    disposeTree(instance.input);
  }
}

/** A gradient below this is none: what is left is rounding. */
export const SILENT = 1e-5;

/** The values of a tree in float64, for the references. */
export function plain(tree: TensorTree): PlainTree {
  const root: { [name: string]: PlainTree } = {};
  for (const [path, tensor] of leaves(tree)) {
    const array = new Nd(tensor.shape, Float64Array.from(tensor.dataSync()));
    if (path === '') return array;
    const names = path.split('/');
    const last = names.pop()!;
    let branch = root;
    for (const name of names) branch = (branch[name] ??= {}) as { [name: string]: PlainTree };
    branch[last] = array;
  }
  return root;
}

/** The leaves of a plain tree, in the order of the sorted names. */
export function plainLeaves(tree: PlainTree, path = ''): [path: string, values: Nd][] {
  if (tree instanceof Nd) return [[path, tree]];
  return Object.keys(tree)
    .sort()
    .flatMap((name) => plainLeaves(tree[name]!, path === '' ? name : `${path}/${name}`));
}
