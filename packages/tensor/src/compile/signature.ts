import type * as tf from '@tensorflow/tfjs-core';
import { leaves, type TensorTree } from '../tree.js';
import { treeForm } from './tree-form.js';

/** What a compiled function takes: tensors and trees of tensors, which are fed, and plain values, which are fixed. */
export type CompileArgument = TensorTree | number | string | boolean;

/** The tensors of the arguments, and what distinguishes one graph from another. */
export interface Signature {
  readonly key: string;
  readonly leaves: readonly tf.Tensor[];
}

/** The signature of a call: form, shapes and types of all tensors, and the plain values. */
export function signatureOf(args: readonly CompileArgument[]): Signature {
  const found: tf.Tensor[] = [];
  const key = args.map((argument) => {
    if (isPlain(argument)) return `${typeof argument} ${JSON.stringify(argument)}`;
    return leaves(argument)
      .map(([path, leaf]) => {
        found.push(leaf);
        return `${path} ${leaf.dtype}[${leaf.shape.join()}]`;
      })
      .join();
  });
  return { key: key.join('; '), leaves: found };
}

/** Gives, for other tensors in the order of the signature's leaves, arguments of the same form. */
export function argumentsWith<Args extends readonly CompileArgument[]>(
  args: Args,
): (leaves: readonly tf.Tensor[]) => Args {
  const makers: ((leaves: readonly tf.Tensor[]) => CompileArgument)[] = [];
  let offset = 0;
  for (const argument of args) {
    if (isPlain(argument)) {
      makers.push(() => argument);
      continue;
    }
    const form = treeForm(argument);
    const [start, end] = [offset, offset + form.paths.length];
    offset = end;
    makers.push((tensors) => form.fill(tensors.slice(start, end)));
  }
  return (tensors) => makers.map((make) => make(tensors)) as unknown as Args;
}

function isPlain(argument: CompileArgument): argument is number | string | boolean {
  return typeof argument !== 'object';
}
