import type { NativeAttribute, NativeBinding, NativeOutput, NativeValues } from '../native/binding.js';
import { NativeType } from '../native/binding.js';
import { CompileError } from './compile-error.js';
import type { ConstantValue, GraphNode } from './graph.js';
import { completeAttributes } from './inferred-attributes.js';
import { refusal } from './refused-operations.js';

/** Constants up to this size are written into the graph, where its optimiser can use them; larger ones are fed. */
const LARGEST_WRITTEN_BYTES = 4096;

interface Known {
  readonly reference: string;
  readonly dtype: number;
  readonly shape: readonly number[];
  /** The operation that made it, when its values differ from run to run and so must not be read. */
  readonly maker?: string;
}

/**
 * Listens to the calls that TensorFlow.js makes to TensorFlow and writes them down as nodes of a graph, while they run
 * as always: so every tensor has its shape and the function cannot tell the difference.
 */
export class Recorder {
  readonly nodes: GraphNode[] = [];
  private readonly known = new Map<number, Known>();
  private readonly constants = new Map<number, ConstantValue>();
  private readonly writtenConstants = new Map<string, string>();

  constructor(private readonly original: NativeBinding) {}

  /** The binding that the backend uses while the function is recorded. */
  binding(): NativeBinding {
    const replaced: Pick<NativeBinding, 'createTensor' | 'deleteTensor' | 'tensorDataSync' | 'executeOp'> = {
      createTensor: (shape, dtype, values) => this.createTensor(shape, dtype, values),
      deleteTensor: (id) => this.deleteTensor(id),
      tensorDataSync: (id) => this.tensorDataSync(id),
      executeOp: (name, attributes, inputs, count) => this.executeOp(name, attributes, inputs, count),
    };
    const descriptors = Object.entries(replaced).map(([name, value]) => [name, { value }]);
    return Object.create(this.original, Object.fromEntries(descriptors)) as NativeBinding;
  }

  /** Whether a tensor is part of the graph, or small enough to be written into it. */
  knows(id: number): boolean {
    return this.known.has(id) || this.constants.has(id);
  }

  /**
   * Makes a tensor an input of the graph and gives its node's name.
   * @param maker what to call it when its values are read; absent when they never change and may be read
   */
  addInput(id: number, dtype: number, shape: readonly number[], maker?: string): string {
    const attributes = [
      { name: 'dtype', type: this.original.TF_ATTR_TYPE, value: dtype },
      { name: 'shape', type: this.original.TF_ATTR_SHAPE, value: [...shape] },
    ];
    const name = this.add('Placeholder', [], attributes, [shape]);
    this.known.set(id, { reference: name, dtype, shape, ...(maker === undefined ? {} : { maker }) });
    return name;
  }

  /** Makes a tensor an output of the graph and gives its node's name. */
  addOutput(id: number): string {
    const { reference, dtype, shape } = this.use(id, 'result');
    return this.add('Identity', [reference], [{ name: 'T', type: this.original.TF_ATTR_TYPE, value: dtype }], [shape]);
  }

  private createTensor(shape: number[], dtype: number, values: NativeValues): number {
    const id = this.original.createTensor(shape, dtype, values);
    const constant = constantOf(shape, dtype, values);
    if (constant) this.constants.set(id, constant);
    return id;
  }

  private deleteTensor(id: number): void {
    this.constants.delete(id);
    this.original.deleteTensor(id);
  }

  private tensorDataSync(id: number): NativeValues {
    const maker = this.known.get(id)?.maker;
    if (maker === undefined) return this.original.tensorDataSync(id);
    throw new CompileError(
      `the values of ${maker} are read while the function is recorded`,
      'A graph is recorded once and must not depend on values: return the tensor and read it outside, or choose with tf.where',
    );
  }

  private executeOp(name: string, attributes: NativeAttribute[], inputs: number[], count: number): NativeOutput[] {
    const refused = refusal(name);
    if (refused) throw new CompileError(refused.problem, refused.remedy);
    const used = inputs.map((id) => this.use(id, name));
    const outputs = this.original.executeOp(name, attributes, inputs, count);
    if (movesNothing(name, used[0], outputs[0])) {
      this.known.set(outputs[0]!.id, used[0]!);
      return outputs;
    }
    const shapes = outputs.map(({ shape }) => [...shape]);
    const node = this.addOperation(name, attributes, used, shapes);
    outputs.forEach(({ id, dtype }, index) => {
      const reference = index === 0 ? node : `${node}:${index}`;
      this.known.set(id, { reference, dtype, shape: shapes[index]!, maker: `a result of ${name}` });
    });
    return outputs;
  }

  private addOperation(
    operation: string,
    attributes: readonly NativeAttribute[],
    inputs: readonly Known[],
    shapes: readonly (readonly number[])[],
  ): string {
    const references = inputs.map(({ reference }) => reference);
    const rank = inputs[0]?.shape.length;
    if (operation === 'BatchMatMulV2' && rank === 2 && inputs[1]?.shape.length === 2) {
      // The plain product is the one that TensorFlow fuses with a bias and an activation.
      const contracted = inputs[0]!.shape[attributes.find(({ name }) => name === 'adj_x')?.value === true ? 0 : 1]!;
      const renamed = attributes.map((given) => ({ ...given, name: PLAIN_PRODUCT[given.name] ?? given.name }));
      return this.add('MatMul', references, renamed, shapes, { contracted });
    }
    const types = inputs.map(({ dtype }) => dtype);
    const complete = completeAttributes(this.original, operation, attributes, types);
    const contracted = rowsAddedUp(operation, attributes, inputs);
    return this.add(operation, references, complete, shapes, contracted === undefined ? {} : { contracted });
  }

  private use(id: number, what: string): Known {
    const known = this.known.get(id);
    if (known) return known;
    const constant = this.constants.get(id);
    if (constant === undefined) {
      throw new CompileError(`${what} uses a tensor that the recording does not know`, 'Pass it as an argument');
    }
    const { dtype, shape } = constant;
    const written = { reference: this.writeConstant(constant), dtype, shape };
    this.known.set(id, written);
    return written;
  }

  private writeConstant(constant: ConstantValue): string {
    const key = `${constant.dtype}|${constant.shape.join()}|${constant.fill ?? constant.bytes.join()}`;
    const before = this.writtenConstants.get(key);
    if (before !== undefined) return before;
    const attributes = [{ name: 'dtype', type: this.original.TF_ATTR_TYPE, value: constant.dtype }];
    const name = this.add('Const', [], attributes, [constant.shape], { constant });
    this.writtenConstants.set(key, name);
    return name;
  }

  private add(
    operation: string,
    inputs: readonly string[],
    attributes: readonly NativeAttribute[],
    shapes: readonly (readonly number[])[],
    more: Pick<GraphNode, 'constant' | 'contracted'> = {},
  ): string {
    // A name must not start with an underscore, as the fused operations do.
    const name = `${operation.replace(/^_/, '')}_${this.nodes.length}`;
    this.nodes.push({ name, operation, inputs, attributes, shapes, ...more });
    return name;
  }
}

const PLAIN_PRODUCT: Readonly<Record<string, string>> = { adj_x: 'transpose_a', adj_y: 'transpose_b' };

/** Whether an operation gives its first input as it is: gradients are full of reshapes and casts that change nothing. */
function movesNothing(operation: string, input: Known | undefined, output: NativeOutput | undefined): boolean {
  if (input === undefined || output === undefined) return false;
  if (operation !== 'Reshape' && operation !== 'Cast' && operation !== 'Identity') return false;
  return input.dtype === output.dtype && input.shape.join() === output.shape.join();
}

/** The values as a constant of the graph; undefined when they are too large for it, or of a type it cannot hold. */
function constantOf(shape: readonly number[], dtype: number, values: NativeValues): ConstantValue | undefined {
  if (Array.isArray(values)) return undefined;
  const fill = dtype === NativeType.float32 || dtype === NativeType.int32 ? uniform(values) : undefined;
  if (fill !== undefined && values.length > 1) return { shape: [...shape], dtype, bytes: new Uint8Array(0), fill };
  if (values.byteLength > LARGEST_WRITTEN_BYTES) return undefined;
  return {
    shape: [...shape],
    dtype,
    bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice(),
  };
}

/** The value that all values have, if they have. Zero has a sign, and the sign of -0 would be lost on the way. */
function uniform(values: Float32Array | Int32Array | Uint8Array): number | undefined {
  const first = values[0];
  if (first === undefined || Object.is(first, -0)) return undefined;
  for (const value of values) if (!Object.is(value, first)) return undefined;
  return first;
}

/** How many rows a sum of rows, or a product for each member of a batch, adds up. */
function rowsAddedUp(
  operation: string,
  attributes: readonly NativeAttribute[],
  inputs: readonly Known[],
): number | undefined {
  const [first, second] = inputs.map(({ shape }) => shape);
  if (operation === 'BiasAddGrad' && first?.length === 2) return first[0];
  const isForEachMember = first?.length === 3 && second?.length === 3 && first[0] === second[0];
  if (operation !== 'BatchMatMulV2' || !isForEachMember) return undefined;
  return first[attributes.find(({ name }) => name === 'adj_x')?.value === true ? 1 : 2];
}
