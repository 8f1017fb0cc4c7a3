import { withoutDeadNodes, type GraphNode, type RecordedGraph } from './graph.js';

/** Operations on pairs of values that stretch an operand of fewer values by themselves. */
const pairwise = new Set(['Add', 'AddV2', 'Sub', 'Mul', 'RealDiv']);

/**
 * The gradient of a mean is written out for every value that went into the mean, and then added to another gradient.
 * An addition stretches its operands by itself: the written-out copy, one pass over memory to write it and one to read
 * it, is left out. The values are the same to the last bit.
 */
export function stretchInside(graph: RecordedGraph): RecordedGraph {
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const shapeOf = (reference: string): string => {
    const [name, output] = reference.split(':') as [string, string?];
    return byName.get(name)!.shapes[Number(output ?? 0)]!.join();
  };
  const nodes = graph.nodes.map((node): GraphNode => {
    if (!pairwise.has(node.operation)) return node;
    const whole = node.shapes[0]!.join();
    const stretched = node.inputs.findIndex(
      (input, side) =>
        byName.get(input)?.operation === 'BroadcastTo' &&
        shapeOf(input) === whole &&
        shapeOf(node.inputs[1 - side]!) === whole,
    );
    if (stretched < 0) return node;
    const source = byName.get(node.inputs[stretched]!)!.inputs[0]!;
    return { ...node, inputs: node.inputs.map((input, side) => (side === stretched ? source : input)) };
  });
  return withoutDeadNodes({ nodes, outputs: graph.outputs });
}
