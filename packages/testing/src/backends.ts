import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs a function on another backend and comes back to the one that was active.
 * Tensors made before move to the backend that uses them.
 * @throws Error when the backend is not registered in this process
 */
export async function onBackend<T>(name: string, f: () => T | Promise<T>): Promise<T> {
  const before = tf.getBackend();
  if (tf.findBackend(name) === null) {
    throw new Error(`onBackend: expected a registered backend, found '${name}'. Start it before, or choose another.`);
  }
  await tf.setBackend(name);
  try {
    return await f();
  } finally {
    await tf.setBackend(before);
  }
}
