import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs a function while the native gather takes its indices unread. TensorFlow.js reads them to check their range, which a
 * recording cannot allow and which TensorFlow does again by itself.
 */
export function withUnreadGather<T>(run: () => T): T {
  const checked = tf.getKernel(tf.GatherV2, 'tensorflow');
  const unread = { readSync: { value: () => new Int32Array(0) } };
  replaceKernel({
    ...checked,
    kernelFunc: ({ backend, ...rest }) =>
      checked.kernelFunc({ ...rest, backend: Object.create(backend, unread) as object }),
  });
  try {
    return run();
  } finally {
    replaceKernel(checked);
  }
}

function replaceKernel(kernel: tf.KernelConfig): void {
  tf.unregisterKernel(kernel.kernelName, kernel.backendName);
  tf.registerKernel(kernel);
}
