import * as tf from '@tensorflow/tfjs-core';
import { attributes, nativeBackend } from './native/backend.js';
import { runNativeKernel, type NativeKernel } from './native/kernel.js';

/** TensorFlow's own bias: its gradient is one fast sum, and its graph optimiser fuses it with the product before it. */
const kernel: NativeKernel<'x' | 'bias', Record<never, never>> = {
  name: 'AtlasBias',
  savedInputs: [],
  forward: (backend, { x, bias }) => backend.executeSingleOutput('BiasAdd', layout(backend.binding), [x, bias]),
  gradients: (backend, [outputGradient]) => ({
    x: () => tf.clone(outputGradient!),
    bias: () => backend.executeSingleOutput('BiasAddGrad', layout(backend.binding), [outputGradient!]),
  }),
};

function layout(binding: Parameters<typeof attributes>[0]) {
  return attributes(binding, { T: { type: 'float32' }, data_format: 'NHWC' });
}

/**
 * x + b along the last axis.
 * @param x [..., channel], of rank 2 or more
 * @param bias [channel]
 */
export function addBias<T extends tf.Tensor>(x: T, bias: tf.Tensor1D): T {
  if (nativeBackend() === undefined || x.rank < 2 || x.dtype !== 'float32') return tf.add(x, bias) as T;
  return runNativeKernel(kernel, { x, bias }, {})[0] as T;
}
