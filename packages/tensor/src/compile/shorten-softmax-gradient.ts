import { sizeOf, withoutDeadNodes, type GraphNode, type RecordedGraph } from './graph.js';

/** Softmaxes with fewer values stay in the cache, where a pass over them costs next to nothing. */
const FEWEST_VALUES = 1 << 22;

/**
 * The gradient of a softmax P is P ∘ dP - P · rowsum(P ∘ dP), recorded as four passes over matrices as large as P. Two
 * of them go away:
 *   P ∘ dP - P · s = P ∘ (dP - s), and, where P weights values, O = P V and dP = dO Vᵀ,
 *   s = rowsum(P ∘ dO Vᵀ) = rowsum(dO ∘ O), over far smaller matrices (Dao et al., 2022, arXiv:2205.14135, appendix B.2).
 */
export function shortenSoftmaxGradients(graph: RecordedGraph): RecordedGraph {
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const nodes = graph.nodes.flatMap((node) => {
    const found = softmaxGradient(node, byName);
    return found ? shortened(node, found, graph.nodes) : [node];
  });
  return withoutDeadNodes({ nodes, outputs: graph.outputs });
}

/** P, dP and s of a softmax gradient, with the node that computes s from P ∘ dP. */
interface SoftmaxGradient {
  readonly softmax: string;
  readonly upstream: string;
  readonly sum: GraphNode;
  readonly product: GraphNode;
}

function softmaxGradient(node: GraphNode, byName: ReadonlyMap<string, GraphNode>): SoftmaxGradient | undefined {
  if (node.operation !== 'Sub' || sizeOf(node.shapes[0]!) < FEWEST_VALUES) return undefined;
  const [product, scaled] = node.inputs.map((input) => byName.get(input));
  if (product?.operation !== 'Mul' || scaled?.operation !== 'Mul') return undefined;
  for (const [side, softmax] of product.inputs.entries()) {
    if (byName.get(softmax)?.operation !== 'Softmax' || !scaled.inputs.includes(softmax)) continue;
    const sum = byName.get(scaled.inputs.find((input) => input !== softmax) ?? '');
    const isRowSum = sum?.operation === 'Sum' && sum.inputs[0] === product.name && sum.shapes[0]!.at(-1) === 1;
    if (isRowSum) return { softmax, upstream: product.inputs[1 - side]!, sum, product };
  }
  return undefined;
}

function shortened(node: GraphNode, found: SoftmaxGradient, nodes: readonly GraphNode[]): GraphNode[] {
  const { softmax, upstream, product } = found;
  const added: GraphNode[] = [];
  const sum = shorterSum(node, found, nodes);
  added.push(...sum);
  const difference = `${node.name}_difference`;
  const inputs = [upstream, sum.at(-1)?.name ?? found.sum.name];
  added.push({ ...node, name: difference, inputs });
  added.push({ ...product, name: node.name, inputs: [softmax, difference] });
  return added;
}

/** rowsum(dO ∘ O) in place of rowsum(P ∘ dO Vᵀ); nothing where P weights no values. */
function shorterSum(
  node: GraphNode,
  { softmax, upstream, sum, product }: SoftmaxGradient,
  nodes: readonly GraphNode[],
): GraphNode[] {
  const made = nodes.find(({ name }) => name === upstream);
  if (made === undefined || !isProduct(made, false, true)) return [];
  const [gradient, values] = made.inputs as [string, string];
  const output = nodes.find(
    (each) => isProduct(each, false, false) && each.inputs[0] === softmax && each.inputs[1] === values,
  );
  if (output === undefined) return [];
  const name = `${node.name}_weighted`;
  const total: GraphNode = { ...sum, name: `${node.name}_sum`, inputs: [name, sum.inputs[1]!] };
  return [{ ...product, name, inputs: [gradient, output.name], shapes: output.shapes }, total];
}

function isProduct(node: GraphNode, first: boolean, second: boolean): boolean {
  const flag = (name: string): boolean => node.attributes.find((each) => each.name === name)?.value === true;
  return node.operation === 'BatchMatMulV2' && flag('adj_x') === first && flag('adj_y') === second;
}
