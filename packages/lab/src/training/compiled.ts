import * as tf from '@tensorflow/tfjs-core';
import { type TensorTree } from '@atlas/tensor';

/** A pure function of trees of tensors, and the resources that stand behind it. */
export type Compiled<Input extends TensorTree, Output extends TensorTree> = ((input: Input) => Output) & {
  dispose: () => void;
};

export function compile<Input extends TensorTree, Output extends TensorTree>(
  f: (input: Input) => Output,
): Compiled<Input, Output> {
  const run = (input: Input): Output => {
    let output: Output | undefined;
    tf.tidy(() => (output = f(input)) as tf.TensorContainer);
    return output!;
  };
  return Object.assign(run, { dispose: () => undefined });
}
