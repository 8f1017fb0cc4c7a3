import * as tf from '@tensorflow/tfjs-core';

/** The input channels of a group that fill the registers of a processor: narrower groups leave them half empty. */
const FULL = 16;

/**
 * The kernel of the same convolution with fewer, wider groups: neighbouring groups become one, with zeros where a
 * channel of one would reach an output of the other. More is multiplied, and still it takes less time.
 * @param kernel [height, width, in / groups, out]
 * @returns the kernel [height, width, merged · in / groups, out]; as it is where nothing is gained
 */
export function widenGroups(kernel: tf.Tensor4D, groups: number): tf.Tensor4D {
  const [, , inputs, outputs] = kernel.shape;
  const merged = FULL / inputs;
  // Groups of one channel have kernels of their own in TensorFlow.
  if (inputs === 1 || !Number.isInteger(merged) || merged === 1 || groups % merged !== 0) return kernel;
  const outputsOfGroup = outputs / groups;
  const parts = Array.from({ length: merged }, (_, part) => {
    const own = Array.from({ length: outputs }, (_each, out) =>
      Math.floor(out / outputsOfGroup) % merged === part ? 1 : 0,
    );
    return tf.mul(kernel, tf.tensor1d(own)) as tf.Tensor4D; // [height, width, in / groups, out]
  });
  return tf.concat(parts, 2);
}
