import * as tf from '@tensorflow/tfjs-core';

/**
 * Puts a value that TensorFlow computed in one operation on the gradient tape, with the gradients of its inputs.
 * For operations with several outputs of which one is differentiated: TensorFlow.js would make zeros for the others.
 * @param saved what the gradient needs
 * @param gradients from the gradient of the value and the saved tensors, one for each input
 */
export function attachGradient<T extends tf.Tensor>(
  inputs: readonly tf.Tensor[],
  value: T,
  saved: readonly tf.Tensor[],
  gradients: (outputGradient: T, saved: readonly tf.Tensor[]) => readonly tf.Tensor[],
): T {
  const attached = tf.customGrad((...given: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const save = given.at(-1) as tf.GradSaveFunc;
    save([...saved]);
    return {
      value: tf.clone(value),
      gradFunc: (outputGradient: tf.Tensor, kept: tf.Tensor[]) => {
        if (tf.engine().state.gradientDepth > 0) {
          throw new Error(
            'attachGradient: this gradient has no gradient. Use operations of TensorFlow.js where you need one.',
          );
        }
        return [...gradients(outputGradient as T, kept)];
      },
    };
  });
  return attached(...inputs) as T;
}
