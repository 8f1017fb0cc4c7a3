/** An array of numbers in float64 with a shape: all that the references know. None of them uses TensorFlow.js. */
export class Nd {
  constructor(
    readonly shape: readonly number[],
    readonly data: Float64Array,
  ) {}

  /** The array whose value at every index is given by a formula. */
  static build(shape: readonly number[], formula: (...index: number[]) => number): Nd {
    const data = new Float64Array(shape.reduce((product, size) => product * size, 1));
    const index = shape.map(() => 0);
    for (let at = 0; at < data.length; at++) {
      data[at] = formula(...index);
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        index[axis]!++;
        if (index[axis]! < shape[axis]!) break;
        index[axis] = 0;
      }
    }
    return new Nd(shape, data);
  }

  at(...index: number[]): number {
    let place = 0;
    index.forEach((position, axis) => {
      if (position < 0 || position >= this.shape[axis]!) throw new Error(`no [${index}] in [${this.shape}]`);
      place = place * this.shape[axis]! + position;
    });
    if (index.length !== this.shape.length) throw new Error(`[${index}] does not index [${this.shape}]`);
    return this.data[place]!;
  }

  map(formula: (value: number) => number): Nd {
    return new Nd(this.shape, this.data.map(formula));
  }

  /** The same values under another shape. */
  as(...shape: number[]): Nd {
    return new Nd(shape, this.data);
  }
}

export type PlainTree = Nd | { readonly [name: string]: PlainTree };

/** The branch or leaf at a path. */
export function pick(tree: PlainTree, path: string): PlainTree {
  if (path === '') return tree;
  let branch = tree;
  for (const name of path.split('/')) {
    const next: PlainTree | undefined = branch instanceof Nd ? undefined : branch[name];
    if (next === undefined) throw new Error(`no '${path}' in the tree`);
    branch = next;
  }
  return branch;
}

export function has(tree: PlainTree, name: string): boolean {
  return !(tree instanceof Nd) && name in tree;
}

export function leaf(tree: PlainTree, path = ''): Nd {
  const found = pick(tree, path);
  if (!(found instanceof Nd)) throw new Error(`'${path}' is a branch`);
  return found;
}

export function sum(count: number, term: (index: number) => number): number {
  let total = 0;
  for (let index = 0; index < count; index++) total += term(index);
  return total;
}

export function mean(count: number, term: (index: number) => number): number {
  return sum(count, term) / count;
}

export function largest(count: number, term: (index: number) => number): number {
  let most = -Infinity;
  for (let index = 0; index < count; index++) most = Math.max(most, term(index));
  return most;
}

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
export const relu = (value: number): number => Math.max(0, value);
