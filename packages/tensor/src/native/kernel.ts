import * as tf from '@tensorflow/tfjs-core';
import { nativeBackend, type NativeBackend } from './backend.js';

/** An operation that the native backend has and TensorFlow.js does not offer, with its gradient. */
export interface NativeKernel<Input extends string, Attributes extends object> {
  readonly name: string;
  forward(
    backend: NativeBackend,
    inputs: Readonly<Record<Input, tf.TensorInfo>>,
    attributes: Attributes,
  ): tf.Tensor | tf.Tensor[];
  /** The gradient of each input, computed only where it is asked for. */
  gradients(
    backend: NativeBackend,
    outputGradients: readonly tf.Tensor[],
    saved: readonly tf.Tensor[],
    attributes: Attributes,
  ): Readonly<Record<Input, () => tf.Tensor>>;
  /** The inputs that `gradients` needs: they come first in `saved`. */
  readonly savedInputs: readonly Input[];
  /** The outputs that `gradients` needs, one flag each: they come last in `saved`. Default none. */
  readonly savedOutputs?: readonly boolean[];
}

/**
 * Runs a native kernel through TensorFlow.js's engine, so that it is on the gradient tape and in `tf.profile`.
 * The kernel registers itself on its first run.
 */
export function runNativeKernel<Input extends string, Attributes extends object>(
  kernel: NativeKernel<Input, Attributes>,
  inputs: Readonly<Record<Input, tf.Tensor>>,
  attributes: Attributes,
): tf.Tensor[] {
  if (tf.getKernel(kernel.name, 'tensorflow') === undefined) register(kernel);
  const output = tf.engine().runKernel(kernel.name, inputs, attributes as tf.NamedAttrMap) as tf.Tensor | tf.Tensor[];
  return Array.isArray(output) ? output : [output];
}

function register<Input extends string, Attributes extends object>(kernel: NativeKernel<Input, Attributes>): void {
  tf.registerKernel({
    kernelName: kernel.name,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs, backend }) =>
      kernel.forward(
        backend as unknown as NativeBackend,
        inputs as Readonly<Record<Input, tf.TensorInfo>>,
        attrs as Attributes,
      ),
  });
  tf.registerGradient({
    kernelName: kernel.name,
    inputsToSave: [...kernel.savedInputs],
    outputsToSave: [...(kernel.savedOutputs ?? [])],
    gradFunc: (outputGradient, saved, attrs) => {
      if (tf.engine().state.gradientDepth > 0) {
        throw new Error(
          `${kernel.name}: its gradient has no gradient. Use operations of TensorFlow.js where you need one.`,
        );
      }
      const outputGradients = Array.isArray(outputGradient) ? outputGradient : [outputGradient];
      return { ...kernel.gradients(nativeBackend()!, outputGradients, saved, attrs as Attributes) };
    },
  });
}
