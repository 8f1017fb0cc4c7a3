import { NativeType, type NativeBinding } from '../native/binding.js';
import { isBatchwise, isShared } from './batchwise.js';
import { Lookup } from './graph-lookup.js';
import { nameIn, sizeOf, type GraphNode, type RecordedGraph } from './graph.js';

type AttributeKinds = Pick<NativeBinding, 'TF_ATTR_TYPE' | 'TF_ATTR_INT'>;

/** Matrices that take more bytes than this together go through the memory at every operation. */
const LARGE_BYTES = 1 << 25;
/** What a part of one matrix takes: it stays in the cache that a core has for itself. */
const PART_BYTES = 1 << 20;
/** How many parts may be in work at once: each processor has its own, and none waits for the others. */
const CHAINS = 2;

/**
 * The weights of attention, for every head of every sentence at once, are far larger than the cache: each operation on
 * them reads and writes the memory. Here, a chain of such operations is done for a few heads after the other, whose
 * weights stay in the cache from the product that makes them to the one that uses them up.
 */
export function workInParts(graph: RecordedGraph, kinds: AttributeKinds): RecordedGraph {
  const large = graph.nodes.filter((node) => node.operation === 'Softmax' && bytesOf(node.shapes[0]!) >= LARGE_BYTES);
  return large.reduce((whole, { name }) => inParts(whole, name, kinds), graph);
}

/** The graph with what hangs together with one softmax done in parts; as it was where that cannot be. */
function inParts(graph: RecordedGraph, name: string, kinds: AttributeKinds): RecordedGraph {
  const seed = graph.nodes.find((node) => node.name === name);
  const axis = seed?.shapes[0]!.findIndex((side) => side > 1) ?? -1;
  if (seed === undefined || axis < 0) return graph;
  const lookup = new Lookup(graph);
  const region = regionOf(seed, axis, lookup);
  const count = seed.shapes[0]![axis]!;
  const parts = divisorsOf(count).find((divisor) => bytesOf(seed.shapes[0]!) / divisor <= PART_BYTES) ?? count;
  if (region === undefined || parts < 2) return graph;
  const writer = new Parts(graph, lookup, region, { axis, parts, name }, kinds);
  return { nodes: writer.nodes(), outputs: graph.outputs };
}

/**
 * The large matrices that hang together with one of them, everything that uses them up, and what lies in between.
 * Undefined where one of these has to see all parts at once.
 */
function regionOf(seed: GraphNode, axis: number, lookup: Lookup): ReadonlySet<string> | undefined {
  const whole = seed.shapes[0]!;
  const fits = (node: GraphNode): boolean =>
    node.shapes[0]!.length === whole.length && node.shapes[0]![axis] === whole[axis] && isBatchwise(node, axis, lookup);
  const isLarge = (node: GraphNode): boolean => bytesOf(node.shapes[0]!) >= bytesOf(whole);
  const region = new Set([seed.name]);
  const pending = [seed];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const makers = node.inputs.map((input) => lookup.nodeOf(input)).filter(isLarge);
    for (const next of [...makers, ...lookup.usersOf(node.name)]) {
      if (region.has(next.name)) continue;
      region.add(next.name);
      if (isLarge(next)) pending.push(next);
    }
  }
  const after = lookup.reach(region, 'forward');
  for (const name of lookup.reach(region, 'backward')) if (after.has(name)) region.add(name);
  const nodes = [...region].map((name) => lookup.nodeOf(name));
  const leaves = (node: GraphNode): boolean =>
    lookup.isOutput(node.name) || lookup.usersOf(node.name).some(({ name }) => !region.has(name));
  return nodes.every((node) => fits(node) && !(isLarge(node) && leaves(node))) ? region : undefined;
}

/** Writes a region once for every part, one after the other. */
class Parts {
  readonly #split = new Map<string, string>();
  readonly #added: GraphNode[] = [];

  constructor(
    private readonly graph: RecordedGraph,
    private readonly lookup: Lookup,
    private readonly region: ReadonlySet<string>,
    private readonly cut: { readonly axis: number; readonly parts: number; readonly name: string },
    private readonly kinds: AttributeKinds,
  ) {}

  get #axisName(): string {
    return `${this.cut.name}_parts_axis`;
  }

  nodes(): GraphNode[] {
    const members = this.graph.nodes.filter(({ name }) => this.region.has(name));
    const outside = this.graph.nodes.filter(({ name }) => !this.region.has(name));
    this.#added.push(this.#axisNode());
    for (let part = 0; part < this.cut.parts; part++)
      for (const node of members) this.#added.push(this.#copy(node, part));
    const wanted = members.filter((node) => this.#leaves(node));
    return [...outside, ...this.#added, ...wanted.map((node) => this.#joined(node))];
  }

  #leaves({ name }: GraphNode): boolean {
    return this.lookup.isOutput(name) || this.lookup.usersOf(name).some((user) => !this.region.has(user.name));
  }

  #copy(node: GraphNode, part: number): GraphNode {
    const inputs = node.inputs.map((input) => this.#partOf(input, node, part));
    const begins = node.inputs.every((input) => !this.region.has(nameIn(input)));
    // A part begins when an earlier one is done, so that only a few of them are in the caches.
    const before = begins && part >= CHAINS ? this.#endsOf(part - CHAINS) : [];
    const shape = node.shapes[0]!.map((side, axis) => (axis === this.cut.axis ? side / this.cut.parts : side));
    return { ...node, name: partName(node.name, part), inputs: [...inputs, ...before], shapes: [shape] };
  }

  #endsOf(part: number): string[] {
    const ends = [...this.region].filter((name) =>
      this.lookup.usersOf(name).every((user) => !this.region.has(user.name)),
    );
    return ends.map((name) => `^${partName(name, part)}`);
  }

  #partOf(input: string, user: GraphNode, part: number): string {
    if (this.region.has(nameIn(input))) return partName(input, part);
    const shape = this.lookup.shapeOf(input);
    const isOperand = shape.length > 0 && user.operation !== 'Sum';
    const isWhole =
      user.operation === 'Sum'
        ? input === user.inputs[0]
        : isOperand && !isShared(shape, this.cut.axis, user.shapes[0]!);
    return isWhole ? this.#splitOf(input, part) : input;
  }

  #splitOf(input: string, part: number): string {
    let name = this.#split.get(input);
    if (name === undefined) {
      name = `${this.cut.name}_parts_of_${input.replace(':', '_')}`;
      this.#split.set(input, name);
      const shape = this.lookup
        .shapeOf(input)
        .map((side, axis) => (axis === this.cut.axis ? side / this.cut.parts : side));
      this.#added.push({
        name,
        operation: 'Split',
        inputs: [this.#axisName, input],
        attributes: [
          { name: 'num_split', type: this.kinds.TF_ATTR_INT, value: this.cut.parts },
          { name: 'T', type: this.kinds.TF_ATTR_TYPE, value: NativeType.float32 },
        ],
        shapes: Array.from({ length: this.cut.parts }, () => shape),
      });
    }
    return part === 0 ? name : `${name}:${part}`;
  }

  #joined(node: GraphNode): GraphNode {
    const copies = Array.from({ length: this.cut.parts }, (_, part) => partName(node.name, part));
    return {
      name: node.name,
      operation: 'ConcatV2',
      inputs: [...copies, this.#axisName],
      attributes: [
        { name: 'N', type: this.kinds.TF_ATTR_INT, value: this.cut.parts },
        { name: 'T', type: this.kinds.TF_ATTR_TYPE, value: NativeType.float32 },
        { name: 'Tidx', type: this.kinds.TF_ATTR_TYPE, value: NativeType.int32 },
      ],
      shapes: node.shapes,
    };
  }

  #axisNode(): GraphNode {
    const bytes = new Uint8Array(new Int32Array([this.cut.axis]).buffer);
    return {
      name: this.#axisName,
      operation: 'Const',
      inputs: [],
      attributes: [{ name: 'dtype', type: this.kinds.TF_ATTR_TYPE, value: NativeType.int32 }],
      shapes: [[]],
      constant: { shape: [], dtype: NativeType.int32, bytes },
    };
  }
}

const partName = (name: string, part: number): string => `${name}_part${part}`;

function bytesOf(shape: readonly number[]): number {
  return 4 * sizeOf(shape);
}

function divisorsOf(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1).filter((divisor) => count % divisor === 0);
}
