import { NativeType, type NativeBinding } from '../native/binding.js';
import { sizeOf, withoutDeadNodes, type GraphNode, type RecordedGraph } from './graph.js';

type AttributeKinds = Pick<NativeBinding, 'TF_ATTR_TYPE' | 'TF_ATTR_INT'>;

/** Values whose copy costs less than one more operation. */
const FREE_COPY = 1 << 16;

/**
 * A weight that is used at every step of a sequence gets one gradient for each step, and their sum:
 *   Σ_t x_tᵀ dy_t = [x_1; x_2; …]ᵀ [dy_1; dy_2; …].
 * The right side is one product of tall matrices in place of many of flat ones and their additions. The same holds for
 * biases, whose gradients are sums of rows, and, for every member of a batch by itself, for annotations that every step
 * looks at. This finds the left side in a recorded graph and puts the right side there.
 */
export function mergeWeightGradients(graph: RecordedGraph, kinds: AttributeKinds): RecordedGraph {
  const sums = sumsOf(graph);
  const build = new Builder(kinds);
  const replacements = new Map<string, readonly GraphNode[]>();
  // Products first: the biases can then use the joined rows that the products need anyway.
  for (const kind of [productRows, biasRows, batchRows]) {
    for (const { root, summands } of sums) {
      const rows = new Map<string, RowSum>();
      for (const { node, shared } of summands) {
        const found = shared ? undefined : kind(node);
        if (found) rows.set(node.name, found);
      }
      const merged = [...rows.values()];
      if (merged.length < 2 || !build.pays(merged)) continue;
      const others = summands.filter(({ node }) => !rows.has(node.name)).map(({ reference }) => reference);
      replacements.set(root.name, build.sum(root, merged, others));
    }
  }
  const nodes = graph.nodes.flatMap((node) => replacements.get(node.name) ?? [node]);
  return withoutDeadNodes({ nodes, outputs: graph.outputs });
}

interface Summand {
  readonly reference: string;
  readonly node: GraphNode;
  /** Whether something else uses it too, so that it has to be computed in any case. */
  readonly shared: boolean;
}

/** The sums of a graph, each with all that it adds up, however the additions are nested. */
function sumsOf(graph: RecordedGraph): { root: GraphNode; summands: Summand[] }[] {
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const uses = new Map<string, number>();
  for (const reference of [...graph.nodes.flatMap(({ inputs }) => inputs), ...graph.outputs]) {
    uses.set(reference, (uses.get(reference) ?? 0) + 1);
  }
  const shapeOf = (reference: string): string => {
    const [name, output] = reference.split(':') as [string, string?];
    return byName.get(name)!.shapes[Number(output ?? 0)]!.join();
  };
  // An addition that broadcasts one side is not a sum of equals.
  const isAddition = (node: GraphNode): boolean =>
    (node.operation === 'Add' || node.operation === 'AddV2') &&
    node.inputs.every((input) => shapeOf(input) === node.shapes[0]!.join());
  const nested = new Set<string>();
  const collect = (reference: string, found: Summand[]): void => {
    const node = byName.get(reference.replace(/:\d+$/, ''))!;
    const shared = (uses.get(reference) ?? 0) > 1;
    if (!shared && isAddition(node)) {
      nested.add(node.name);
      for (const input of node.inputs) collect(input, found);
    } else found.push({ reference, node, shared });
  };
  const sums: { root: GraphNode; summands: Summand[] }[] = [];
  // From the end: the first addition of a nest that is met is the one that holds the whole sum.
  for (const root of [...graph.nodes].reverse()) {
    if (!isAddition(root) || nested.has(root.name)) continue;
    const summands: Summand[] = [];
    for (const input of root.inputs) collect(input, summands);
    sums.push({ root, summands });
  }
  return sums;
}

/** A gradient that is a sum over rows: the matrices whose rows it pairs, and the operation that does it. */
interface RowSum {
  readonly node: GraphNode;
  readonly matrices: readonly string[];
  /** The columns of each matrix. */
  readonly columns: readonly number[];
  readonly rows: number;
  /** How many matrices there are of each, side by side: the members of a batch; none where there is one matrix. */
  readonly batch: readonly number[];
}

function productRows(node: GraphNode): RowSum | undefined {
  if (
    node.operation !== 'MatMul' ||
    node.inputs.length !== 2 ||
    !flag(node, 'transpose_a') ||
    flag(node, 'transpose_b')
  ) {
    return undefined;
  }
  const [left, right] = node.shapes[0]! as [number, number];
  return { node, matrices: node.inputs, columns: [left, right], rows: node.contracted!, batch: [] };
}

function biasRows(node: GraphNode): RowSum | undefined {
  if (node.operation !== 'BiasAddGrad' || node.contracted === undefined) return undefined;
  return { node, matrices: node.inputs, columns: [node.shapes[0]![0]!], rows: node.contracted, batch: [] };
}

function batchRows(node: GraphNode): RowSum | undefined {
  const [shape] = node.shapes;
  const isPairing = node.operation === 'BatchMatMulV2' && flag(node, 'adj_x') && !flag(node, 'adj_y');
  if (!isPairing || node.contracted === undefined) return undefined;
  const [batch, left, right] = shape as [number, number, number];
  return { node, matrices: node.inputs, columns: [left, right], rows: node.contracted, batch: [batch] };
}

function flag(node: GraphNode, name: string): boolean {
  return node.attributes.find((attribute) => attribute.name === name)?.value === true;
}

/** Writes the nodes of merged sums; matrices that were joined once are used again. */
class Builder {
  private readonly joined = new Map<string, string>();
  private readonly axesWritten = new Set<number>();

  constructor(private readonly kinds: AttributeKinds) {}

  /** Whether joining the matrices costs less than the additions that it saves. */
  pays(sums: readonly RowSum[]): boolean {
    const rows = sums.reduce((total, sum) => total + sum.rows, 0);
    const copied = sums[0]!.columns.reduce(
      (total, columns, side) => (this.joined.has(joinKey(sums, side)) ? total : total + rows * columns),
      0,
    );
    const added = (sums.length - 1) * sums[0]!.columns.reduce((product, columns) => product * columns, 1);
    const members = sizeOf(sums[0]!.batch);
    return members * copied <= Math.max(FREE_COPY, 2 * members * added);
  }

  /** The nodes that stand for the sum; the last has the name of the old root. */
  sum(root: GraphNode, sums: readonly RowSum[], others: readonly string[]): GraphNode[] {
    const nodes: GraphNode[] = [];
    const [first] = sums;
    const inputs = first!.matrices.map((_, side) => this.join(sums, side, nodes));
    const whole = others.length === 0 ? root.name : `${root.name}_merged`;
    nodes.push({ ...first!.node, name: whole, inputs });
    if (others.length > 0) nodes.push(this.addAll(root, [whole, ...others]));
    return nodes;
  }

  private join(sums: readonly RowSum[], side: number, nodes: GraphNode[]): string {
    const key = joinKey(sums, side);
    const before = this.joined.get(key);
    if (before !== undefined) return before;
    const { batch } = sums[0]!;
    const axis = batch.length;
    if (!this.axesWritten.has(axis)) nodes.push(this.axisNode(axis));
    this.axesWritten.add(axis);
    const name = `joined_${this.joined.size}`;
    const rows = sums.reduce((total, sum) => total + sum.rows, 0);
    nodes.push({
      name,
      operation: 'ConcatV2',
      inputs: [...sums.map(({ matrices }) => matrices[side]!), axisName(axis)],
      attributes: [
        { name: 'N', type: this.kinds.TF_ATTR_INT, value: sums.length },
        { name: 'T', type: this.kinds.TF_ATTR_TYPE, value: NativeType.float32 },
        { name: 'Tidx', type: this.kinds.TF_ATTR_TYPE, value: NativeType.int32 },
      ],
      shapes: [[...batch, rows, sums[0]!.columns[side]!]],
    });
    this.joined.set(key, name);
    return name;
  }

  private axisNode(axis: number): GraphNode {
    const attributes = [{ name: 'dtype', type: this.kinds.TF_ATTR_TYPE, value: NativeType.int32 }];
    const bytes = new Uint8Array(new Int32Array([axis]).buffer);
    const constant = { shape: [], dtype: NativeType.int32, bytes };
    return { name: axisName(axis), operation: 'Const', inputs: [], attributes, shapes: [[]], constant };
  }

  private addAll(root: GraphNode, inputs: readonly string[]): GraphNode {
    const attributes = [
      { name: 'N', type: this.kinds.TF_ATTR_INT, value: inputs.length },
      { name: 'T', type: this.kinds.TF_ATTR_TYPE, value: NativeType.float32 },
    ];
    return { ...root, operation: 'AddN', inputs, attributes };
  }
}

const axisName = (axis: number): string => `joined_axis_${axis}`;

function joinKey(sums: readonly RowSum[], side: number): string {
  return sums.map(({ matrices }) => matrices[side]).join();
}
