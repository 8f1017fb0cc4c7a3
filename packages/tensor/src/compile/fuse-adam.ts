import { NativeType, type NativeAttribute, type NativeBinding } from '../native/binding.js';
import { sizeOf, withoutDeadNodes, type GraphNode, type RecordedGraph } from './graph.js';
import { Lookup } from './graph-lookup.js';
import { matchGraph, of } from './match-graph.js';

type AttributeKinds = Pick<NativeBinding, 'TF_ATTR_STRING' | 'TF_ATTR_TYPE' | 'TF_ATTR_SHAPE' | 'TF_ATTR_BOOL'>;

/** Parameters with fewer values stay in the cache, where a pass over them costs next to nothing. */
const FEWEST_VALUES = 1 << 16;

const MEAN = of('Add', of('Mul', 'meanBefore', 'beta1'), of('Mul', 'grad', 'rest1'));
const VARIANCE = of('Add', of('Mul', 'varianceBefore', 'beta2'), of('Mul', of('Square', 'grad'), 'rest2'));
const STEP = of('RealDiv', of('Mul', 'mean', 'rate'), of('Add', of('Mul', of('Sqrt', 'variance'), 'scale'), 'epsilon'));
/** θ - (m r) / (√v s + ε), as `adam` computes it. */
const UPDATE = of('Sub', 'param', STEP);

/**
 * Adam's update of a parameter is recorded as a dozen passes over memory. TensorFlow has it as one operation on
 * variables. Here these live within one run of the graph: each gets a copy of what the function is given, and gives
 * back what became of it.
 *   θ - r m / (s √v + ε) = θ - (r / s) m / (√v + ε / s).
 */
export function fuseAdam(graph: RecordedGraph, kinds: AttributeKinds): RecordedGraph {
  const lookup = new Lookup(graph);
  const replacements = new Map<string, readonly GraphNode[]>();
  for (const node of graph.nodes) {
    const found = adamUpdate(node, lookup);
    if (found === undefined) continue;
    replacements.set(found['mean']!, []).set(found['variance']!, []);
    replacements.set(node.name, fusedUpdate(node, found, kinds));
  }
  if (replacements.size === 0) return graph;
  const nodes = graph.nodes.flatMap((node) => replacements.get(node.name) ?? [node]);
  return withoutDeadNodes({ nodes, outputs: graph.outputs });
}

type Found = Readonly<Record<string, string>>;

function adamUpdate(node: GraphNode, lookup: Lookup): Found | undefined {
  if (node.operation !== 'Sub' || sizeOf(node.shapes[0]!) < FEWEST_VALUES) return undefined;
  const update = matchGraph(UPDATE, node.name, lookup);
  const mean = update && matchGraph(MEAN, update['mean']!, lookup);
  const variance = update && matchGraph(VARIANCE, update['variance']!, lookup);
  if (!mean || !variance || mean['grad'] !== variance['grad']) return undefined;
  const found = { ...update, ...mean, ...variance };
  const shape = node.shapes[0]!.join();
  const whole = ['param', 'mean', 'variance', 'meanBefore', 'varianceBefore', 'grad'];
  const single = ['rate', 'scale', 'epsilon', 'beta1', 'beta2', 'rest1', 'rest2'];
  const fits =
    whole.every((each) => lookup.shapeOf(found[each]!).join() === shape) &&
    single.every((each) => lookup.shapeOf(found[each]!).length === 0) &&
    addUpToOne(found['beta1']!, found['rest1']!, lookup) &&
    addUpToOne(found['beta2']!, found['rest2']!, lookup);
  return fits ? found : undefined;
}

function addUpToOne(first: string, second: string, lookup: Lookup): boolean {
  const [a, b] = [first, second].map((reference) => numberOf(lookup.nodeOf(reference)));
  return a !== undefined && b !== undefined && Math.abs(a + b - 1) < 1e-7;
}

function numberOf({ constant }: GraphNode): number | undefined {
  if (constant === undefined || constant.dtype !== NativeType.float32) return undefined;
  const { bytes, fill } = constant;
  return fill ?? new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true);
}

/** The nodes of a fused update; the last three take the names of the results that they stand for. */
function fusedUpdate(node: GraphNode, found: Found, kinds: AttributeKinds): GraphNode[] {
  const shape = node.shapes[0]!;
  const named = (what: string): string => `${node.name}_${what}`;
  const type: NativeAttribute = { name: 'T', type: kinds.TF_ATTR_TYPE, value: NativeType.float32 };
  const variableName = (what: string) => ({ name: 'var_name', type: kinds.TF_ATTR_STRING, value: named(what) });
  const operation = (
    kind: string,
    name: string,
    inputs: string[],
    attributes: readonly NativeAttribute[] = [type],
  ): GraphNode => ({
    name,
    operation: kind,
    inputs,
    attributes,
    shapes: [shape],
  });
  const scalar = (kind: string, what: string, inputs: string[]): GraphNode => ({
    ...operation(kind, named(what), inputs),
    shapes: [[]],
  });
  const variable = (what: string): GraphNode[] => [
    operation(
      'TemporaryVariable',
      named(what),
      [],
      [
        { name: 'shape', type: kinds.TF_ATTR_SHAPE, value: [...shape] },
        { name: 'dtype', type: kinds.TF_ATTR_TYPE, value: NativeType.float32 },
        variableName(what),
      ],
    ),
    operation('Assign', named(`${what}_set`), [named(what), found[what]!]),
  ];
  const result = (name: string, what: string, inputs: string[]): GraphNode =>
    operation('DestroyTemporaryVariable', name, inputs, [type, variableName(what)]);

  const variables = ['param', 'meanBefore', 'varianceBefore'];
  const zero = named('zero'); // in place of β1^t and β2^t: r and s have them already
  const scalars = [zero, zero, named('rate'), found['beta1']!, found['beta2']!, named('epsilon')];
  const fused = named('fused');
  return [
    ...variables.flatMap(variable),
    scalar('Sub', 'zero', [found['rate']!, found['rate']!]),
    scalar('RealDiv', 'rate', [found['rate']!, found['scale']!]),
    scalar('RealDiv', 'epsilon', [found['epsilon']!, found['scale']!]),
    operation('ApplyAdam', fused, [...variables.map((what) => named(`${what}_set`)), ...scalars, found['grad']!]),
    result(node.name, 'param', [fused]),
    result(found['mean']!, 'meanBefore', [named('meanBefore_set'), `^${fused}`]),
    result(found['variance']!, 'varianceBefore', [named('varianceBefore_set'), `^${fused}`]),
  ];
}
