import { describe, expect, it } from 'vitest';
import { boundMemory } from './bound-memory.js';
import { nameIn, type GraphNode, type RecordedGraph } from './graph.js';

const node = (name: string, inputs: string[], side: number): GraphNode => ({
  name,
  operation: name === 'x' ? 'Placeholder' : 'MatMul',
  inputs,
  attributes: [],
  shapes: [[side, side]],
});

/** Blocks that need only x, each used up by a sum of its own, and the total of the sums. */
function blocks(count: number, side: number): GraphNode[] {
  const names = Array.from({ length: count }, (_, i) => i);
  return [
    node('x', [], side),
    ...names.flatMap((i) => [node(`block${i}`, ['x'], side), node(`sum${i}`, [`block${i}:0`], 1)]),
    node(
      'total',
      names.map((i) => `sum${i}`),
      1,
    ),
  ];
}

const waitsOf = (graph: RecordedGraph, name: string): string[] =>
  graph.nodes.find((each) => each.name === name)!.inputs.filter((input) => input.startsWith('^'));

function expectOrdered({ nodes }: RecordedGraph): void {
  const seen = new Set<string>();
  for (const { name, inputs } of nodes) {
    expect(inputs.filter((input) => !seen.has(nameIn(input)))).toEqual([]);
    seen.add(name);
  }
}

describe('boundMemory', () => {
  it('begins a block when the eighth before it has been used up', () => {
    const bounded = boundMemory({ nodes: blocks(20, 10_000), outputs: ['total'] }); // 8 GB
    expect(waitsOf(bounded, 'block7')).toEqual([]);
    expect(waitsOf(bounded, 'block8')).toEqual(['^block0', '^sum0']);
    expect(waitsOf(bounded, 'block19')).toEqual(['^block11', '^sum11']);
    expect(waitsOf(bounded, 'total')).toEqual([]);
    expectOrdered(bounded);
  });

  it('waits for no later use', () => {
    const kept = [...blocks(20, 10_000), node('again', ['block0', 'total'], 1)];
    const bounded = boundMemory({ nodes: kept, outputs: ['again'] });
    expect(waitsOf(bounded, 'block8')).toEqual(['^block0', '^sum0']);
    expectOrdered(bounded);
  });

  it('puts nodes in order first', () => {
    const bounded = boundMemory({ nodes: blocks(20, 10_000).reverse(), outputs: ['total'] });
    expect(bounded.nodes).toHaveLength(42);
    expectOrdered(bounded);
  });

  it('leaves a graph as it is whose results are small together', () => {
    const graph = { nodes: blocks(20, 1000), outputs: ['total'] }; // 80 MB
    expect(boundMemory(graph)).toBe(graph);
  });
});
