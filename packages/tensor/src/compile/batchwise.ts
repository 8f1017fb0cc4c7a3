import { sizeOf, type GraphNode } from './graph.js';

/** One value out of one value of each operand. */
const elementwise = new Set(
  'Abs Add AddV2 Exp Log Maximum Minimum Mul Neg RealDiv Relu ReluGrad Sigmoid SigmoidGrad Sqrt Square Sub Tanh TanhGrad'.split(
    ' ',
  ),
);

/** Looks up what a graph says about a reference to one of its values. */
export interface Values {
  shapeOf(reference: string): readonly number[];
  nodeOf(reference: string): GraphNode;
}

/**
 * Whether an operation computes each part of its output along an axis from the same parts of its operands, so that it can
 * be done part by part: products of matrices for each member of a batch, softmax and sums over another axis, and
 * everything that goes value by value.
 */
export function isBatchwise(node: GraphNode, axis: number, values: Values): boolean {
  const [shape] = node.shapes as [readonly number[]];
  if (node.shapes.length !== 1 || axis > shape.length - 3) return false;
  const operands = node.inputs.map((input) => values.shapeOf(input));
  const isWhole = (operand: readonly number[]): boolean =>
    operand.length === shape.length && operand[axis] === shape[axis];
  if (elementwise.has(node.operation))
    return operands.every((operand) => isWhole(operand) || isShared(operand, axis, shape));
  if (node.operation === 'Softmax') return true;
  if (node.operation === 'BatchMatMulV2') return operands.every(isWhole);
  return node.operation === 'Sum' && isWhole(operands[0]!) && !axesOf(node, values).includes(axis);
}

/** Whether an operand is stretched along the axis: every part takes the whole of it. */
export function isShared(operand: readonly number[], axis: number, shape: readonly number[]): boolean {
  const own = axis - (shape.length - operand.length);
  return own < 0 || operand[own] === 1;
}

/** The axes that a sum goes over. Unknown ones are taken for all. */
function axesOf(node: GraphNode, values: Values): number[] {
  const rank = values.shapeOf(node.inputs[0]!).length;
  const constant = values.nodeOf(node.inputs[1]!).constant;
  if (constant === undefined) return Array.from({ length: rank }, (_, axis) => axis);
  const count = sizeOf(constant.shape);
  const numbers =
    constant.fill === undefined
      ? [...new Int32Array(constant.bytes.slice().buffer)]
      : Array.from({ length: count }, () => constant.fill!);
  return numbers.map((axis) => (axis < 0 ? axis + rank : axis));
}
