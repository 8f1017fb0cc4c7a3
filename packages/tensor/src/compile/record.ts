import * as tf from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../native/backend.js';
import type { NativeBinding } from '../native/binding.js';
import { leaves, type TensorTree } from '../tree.js';
import { CompileError } from './compile-error.js';
import { boundMemory } from './bound-memory.js';
import { withUnreadGather } from './gather-kernel.js';
import { fuseAdam } from './fuse-adam.js';
import { withoutDeadNodes, type GraphNode, type RecordedGraph } from './graph.js';
import { mergeWeightGradients } from './merge-weight-gradients.js';
import { Recorder } from './recorder.js';
import { RANDOM_REMEDY, randomFunctionAmong } from './refused-operations.js';
import { shortenSoftmaxGradients } from './shorten-softmax-gradient.js';
import { stretchInside } from './stretch-inside.js';
import { treeForm, type TreeForm } from './tree-form.js';
import { workInParts } from './work-in-parts.js';

/** A function as a graph, and how its inputs and outputs are fed and read. */
export interface Recording<Result extends TensorTree> {
  readonly graph: RecordedGraph;
  /** The nodes of the arguments that the result depends on, with their place among the argument leaves. */
  readonly inputs: readonly { readonly node: string; readonly argument: number }[];
  /** Tensors from outside that the function uses: the graph is fed with them. The recording owns them. */
  readonly captured: readonly { readonly node: string; readonly tensor: tf.Tensor }[];
  /** Puts the outputs of the graph, in their order, into the form of the function's result. */
  readonly form: TreeForm<Result>;
}

interface TensorEntry {
  readonly dtype: number;
}

/** The parts of the backend that are replaced during a recording. */
type Replaceable = NativeBackend & {
  readonly tensorMap: { get(dataId: object): TensorEntry };
  incRef(dataId: object): void;
  write(values: unknown, shape: number[], dtype: tf.DataType): object;
};

const recording = new WeakSet<NativeBackend>();

/** Whether the operations of a backend are being recorded now. */
export function isRecording(backend: NativeBackend): boolean {
  return recording.has(backend);
}

/** The number of the latest tensor: those made from now on have higher ones. */
export function latestTensorId(): number {
  const latest = tf.scalar(0);
  latest.dispose();
  return latest.id;
}

/** Runs a function once and records the operations that it executes. */
export function record<Result extends TensorTree>(
  backend: NativeBackend,
  run: (leaves: readonly tf.Tensor[]) => Result,
  argumentLeaves: readonly tf.Tensor[],
): Recording<Result> {
  const replaceable = backend as Replaceable;
  const recorder = new Recorder(backend.binding);
  const captured: { node: string; tensor: tf.Tensor }[] = [];
  // Not tf.tidy, which would search the whole graph for tensors to keep.
  tf.engine().startScope('record');
  try {
    const fresh = argumentLeaves.map((leaf) => freshTensor(backend, leaf));
    const ids = backend.getInputTensorIds(fresh);
    const inputs = fresh.map((leaf, argument) => {
      const node = recorder.addInput(ids[argument]!, typeOf(replaceable, leaf), leaf.shape, 'an argument');
      return { node, argument };
    });
    const before = latestTensorId();
    const { outputs, form } = whileReplaced(replaceable, recorder, captured, () => {
      const result = run(fresh);
      const results = leaves(result).map(([, leaf]) => leaf);
      const outputIds = backend.getInputTensorIds(results);
      // The function may have kept what it returns beyond every scope; of this run nothing is returned.
      for (const leaf of new Set(results)) if (leaf.id > before && leaf.kept) leaf.dispose();
      return { outputs: outputIds.map((id) => recorder.addOutput(id)), form: treeForm(result) };
    });
    const graph = rewritten(withoutDeadNodes({ nodes: recorder.nodes, outputs }), backend.binding);
    const used = new Set(graph.nodes.map(({ name }: GraphNode) => name));
    const needed = inputs.filter(({ node }) => used.has(node));
    return { graph, inputs: needed, captured: release(captured, used), form };
  } catch (error) {
    release(captured, new Set());
    throw error;
  } finally {
    tf.engine().endScope();
  }
}

/** The graph that computes the same with less work. */
function rewritten(graph: RecordedGraph, kinds: NativeBinding): RecordedGraph {
  const merged = mergeWeightGradients(graph, kinds);
  return boundMemory(fuseAdam(workInParts(shortenSoftmaxGradients(stretchInside(merged)), kinds), kinds));
}

/** The same values under an identity of their own, so that a tensor passed twice, or also captured, is told apart. */
function freshTensor(backend: NativeBackend, leaf: tf.Tensor): tf.Tensor {
  const type = { name: 'T', type: backend.binding.TF_ATTR_TYPE, value: typeOf(backend as Replaceable, leaf) };
  return backend.executeSingleOutput('Identity', [type], [leaf]);
}

function typeOf(backend: Replaceable, tensor: tf.TensorInfo): number {
  return backend.tensorMap.get(tensor.dataId).dtype;
}

function whileReplaced<T>(
  backend: Replaceable,
  recorder: Recorder,
  captured: { node: string; tensor: tf.Tensor }[],
  run: () => T,
): T {
  const { binding, getInputTensorIds, write } = backend;
  const { registeredVariables } = tf.engine().state;
  const variables = new Map(Object.values(registeredVariables).map((variable) => [variable.dataId, variable.name]));
  recording.add(backend);
  backend.binding = recorder.binding();
  backend.getInputTensorIds = (tensors) => {
    for (const { dataId } of tensors) refuseVariable(variables.get(dataId));
    const ids = getInputTensorIds.call(backend, tensors);
    ids.forEach((id, index) => {
      const info = tensors[index]!;
      if (recorder.knows(id)) return;
      // Tensors never change, so what comes from outside is as good as a constant. Holding it shares its memory.
      backend.incRef(info.dataId);
      const tensor = tf.keep(tf.engine().makeTensorFromDataId(info.dataId, info.shape, info.dtype));
      captured.push({ node: recorder.addInput(id, typeOf(backend, info), info.shape), tensor });
    });
    return ids;
  };
  backend.write = (values, shape, dtype) => {
    refuseRandom();
    return write.call(backend, values, shape, dtype);
  };
  try {
    return withUnreadGather(run);
  } finally {
    recording.delete(backend);
    Object.assign(backend, { binding, getInputTensorIds, write });
  }
}

function refuseVariable(name: string | undefined): void {
  if (name === undefined) return;
  throw new CompileError(
    `the function uses the variable '${name}' from outside, and a later change of it would go unnoticed`,
    'Pass the variable as an argument',
  );
}

function refuseRandom(): void {
  const name = randomFunctionAmong(tf.engine().state.scopeStack.map((scope) => scope.name));
  if (name === undefined) return;
  throw new CompileError(`tf.${name} draws numbers that would be the same in every run of the graph`, RANDOM_REMEDY);
}

/** Keeps the captured tensors that the graph needs and frees the others. */
function release<C extends { readonly node: string; readonly tensor: tf.Tensor }>(
  captured: readonly C[],
  used: ReadonlySet<string>,
): C[] {
  return captured.filter(({ node, tensor }) => {
    if (!used.has(node)) tensor.dispose();
    return used.has(node);
  });
}
