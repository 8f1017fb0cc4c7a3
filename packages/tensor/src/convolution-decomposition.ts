import * as tf from '@tensorflow/tfjs-core';

/**
 * A convolution out of operations whose gradients every backend has: zeros between the taps of a dilated kernel, and
 * one plain convolution for each group (or a depthwise one when every channel is a group).
 */
export function decomposedConvolution(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  strides: readonly [number, number],
  dilation: readonly [number, number],
  padding: 'same' | 'valid',
): tf.Tensor4D {
  return tf.tidy((): tf.Tensor4D => {
    const spreadKernel = spread(kernel, dilation);
    const groups = x.shape[3] / kernel.shape[2];
    if (groups === 1) return tf.conv2d(x, spreadKernel, [...strides], padding);
    // The depthwise operation of TensorFlow.js takes equal strides only.
    if (kernel.shape[2] === 1 && strides[0] === strides[1]) {
      return tf.depthwiseConv2d(x, depthwiseKernel(spreadKernel, groups), strides[0], padding);
    }
    const kernels: tf.Tensor4D[] = tf.split(spreadKernel, groups, 3);
    const parts: tf.Tensor4D[] = tf.split(x, groups, 3);
    const outputs = parts.map((part, group) => tf.conv2d(part, kernels[group]!, [...strides], padding));
    return tf.concat(outputs, 3);
  });
}

/** [height, width, 1, group · multiplier] as [height, width, group, multiplier]. */
function depthwiseKernel(kernel: tf.Tensor4D, groups: number): tf.Tensor4D {
  const [height, width, , outputs] = kernel.shape;
  return tf.reshape(kernel, [height, width, groups, outputs / groups]);
}

/** The kernel with zeros between its taps: a dilated convolution as a plain one. */
function spread(kernel: tf.Tensor4D, [down, across]: readonly [number, number]): tf.Tensor4D {
  if (down === 1 && across === 1) return kernel;
  const [height, width, inputs, outputs] = kernel.shape;
  const apart = tf.reshape(kernel, [height, 1, width, 1, inputs * outputs]);
  const filled = tf.pad(apart, [
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  const grid: tf.Tensor4D = tf.reshape(filled, [height * down, width * across, inputs, outputs]);
  return tf.slice4d(grid, [0, 0, 0, 0], [(height - 1) * down + 1, (width - 1) * across + 1, inputs, outputs]);
}
