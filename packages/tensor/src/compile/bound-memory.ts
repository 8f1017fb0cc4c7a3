import { nameIn, sizeOf, type GraphNode, type RecordedGraph } from './graph.js';
import { Lookup } from './graph-lookup.js';

/** Results that are counted: smaller ones hardly matter. */
const LARGE_BYTES = 1 << 20;
/** A graph whose large results are together below this needs no bound. */
const FREE_BYTES = 2 ** 32;
/** So many large results may be in work at once, beside those that are kept for later. */
const IN_WORK = 8;

/**
 * TensorFlow begins every operation whose inputs are there, so of a computation in blocks it may begin all blocks before
 * it ends one, and holds them all. Here each large result waits until an earlier one, as recorded, has been used by all
 * that uses it before this one. The values stay the same.
 */
export function boundMemory(graph: RecordedGraph): RecordedGraph {
  if (graph.nodes.filter(isLarge).reduce((sum, node) => sum + bytesOf(node), 0) < FREE_BYTES) return graph;
  const lookup = new Lookup(graph);
  const nodes = inOrder(graph.nodes, lookup);
  const place = new Map(nodes.map(({ name }, index) => [name, index]));
  const waits = new Map<string, GraphNode[]>();
  const inTurn = nodes.filter(isLarge);
  inTurn.forEach((node, turn) => {
    if (turn < IN_WORK) return;
    const earlier = inTurn[turn - IN_WORK]!;
    const users = lookup.usersOf(earlier.name).filter(({ name }) => place.get(name)! < place.get(node.name)!);
    waits.set(node.name, [earlier, ...users]);
  });
  const bounded = nodes.map((node): GraphNode => {
    const names = new Set((waits.get(node.name) ?? []).map(({ name }) => `^${name}`));
    return { ...node, inputs: [...node.inputs, ...names] };
  });
  return { nodes: bounded, outputs: graph.outputs };
}

/** The nodes so that each comes after what it needs, otherwise in the order that they have. */
function inOrder(nodes: readonly GraphNode[], lookup: Lookup): GraphNode[] {
  const ordered = new Map<string, GraphNode>();
  const pending = [...nodes].reverse();
  for (let node = pending.at(-1); node !== undefined; node = pending.at(-1)) {
    const missing = node.inputs.map(nameIn).filter((name) => !ordered.has(name));
    if (missing.length > 0) pending.push(...missing.reverse().map((name) => lookup.nodeOf(name)));
    else ordered.set(pending.pop()!.name, node);
  }
  return [...ordered.values()];
}

/** Whether a node makes a large result; what goes in is there in any case. */
function isLarge(node: GraphNode): boolean {
  return node.operation !== 'Placeholder' && bytesOf(node) >= LARGE_BYTES;
}

function bytesOf({ shapes }: GraphNode): number {
  return shapes.reduce((sum, shape) => sum + 4 * sizeOf(shape), 0);
}
