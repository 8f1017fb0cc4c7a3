import type { NativeAttribute } from '../native/binding.js';

/** The values of a constant, as bytes in memory order; one value stands for all when every value is the same. */
export interface ConstantValue {
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly bytes: Uint8Array;
  /** The number that fills the whole constant; then `bytes` is empty. */
  readonly fill?: number;
}

/** One node of a recorded graph. An input is the name of a node, with ':index' when it is not its first output. */
export interface GraphNode {
  readonly name: string;
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly attributes: readonly NativeAttribute[];
  /** The shapes of the outputs. */
  readonly shapes: readonly (readonly number[])[];
  readonly constant?: ConstantValue;
  /** How many rows a product or a sum of rows adds up. */
  readonly contracted?: number;
}

/** A recorded function: nodes in the order of execution, and where values go in and come out. */
export interface RecordedGraph {
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly string[];
}

/** The nodes that the outputs need; a gradient leaves many behind that nothing uses. */
export function withoutDeadNodes(graph: RecordedGraph): RecordedGraph {
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const needed = new Set<string>();
  const pending = graph.outputs.map(nameIn);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    for (const input of byName.get(name)!.inputs) pending.push(nameIn(input));
  }
  return { nodes: graph.nodes.filter((node) => needed.has(node.name)), outputs: graph.outputs };
}

/** The node that a reference to one of its outputs, or to its end, means. */
export const nameIn = (reference: string): string => reference.replace(/^\^|:\d+$/g, '');

/** The values of one output, or of a constant. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);
