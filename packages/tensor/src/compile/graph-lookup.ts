import type { Values } from './batchwise.js';
import { nameIn, type GraphNode, type RecordedGraph } from './graph.js';

/** Which nodes a graph has, and who uses them. */
export class Lookup implements Values {
  readonly #nodes: ReadonlyMap<string, GraphNode>;
  readonly #users = new Map<string, GraphNode[]>();
  readonly #outputs: ReadonlySet<string>;

  constructor(graph: RecordedGraph) {
    this.#nodes = new Map(graph.nodes.map((node) => [node.name, node]));
    this.#outputs = new Set(graph.outputs.map(nameIn));
    for (const node of graph.nodes) {
      for (const input of node.inputs) this.#users.set(nameIn(input), [...this.usersOf(nameIn(input)), node]);
    }
  }

  nodeOf(reference: string): GraphNode {
    return this.#nodes.get(nameIn(reference))!;
  }

  shapeOf(reference: string): readonly number[] {
    return this.nodeOf(reference).shapes[Number(reference.split(':')[1] ?? 0)]!;
  }

  usersOf(name: string): readonly GraphNode[] {
    return this.#users.get(name) ?? [];
  }

  isOutput(name: string): boolean {
    return this.#outputs.has(name);
  }

  /** Everything that a set of nodes leads to, or that leads to it. */
  reach(from: Iterable<string>, direction: 'forward' | 'backward'): Set<string> {
    const reached = new Set<string>();
    const pending = [...from];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      const next =
        direction === 'forward' ? this.usersOf(name).map((user) => user.name) : this.nodeOf(name).inputs.map(nameIn);
      for (const each of next) {
        if (reached.has(each)) continue;
        reached.add(each);
        pending.push(each);
      }
    }
    return reached;
  }
}
