import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-backend-cpu';
import type { BackendInfo, BackendOptions } from './backend-info.js';

export type { BackendInfo, BackendOptions, Threads } from './backend-info.js';

/**
 * Starts the backend in a browser: the one asked for, else WebGL when the page has registered it, else plain JavaScript.
 * @throws RangeError when the wanted backend is not registered or does not start
 */
export async function chooseBackend(options: BackendOptions = {}): Promise<BackendInfo> {
  const name = options.backend ?? (tf.findBackendFactory('webgl') == null ? 'cpu' : 'webgl');
  if (tf.findBackendFactory(name) == null || !(await tf.setBackend(name))) {
    throw new RangeError(
      `chooseBackend: expected a backend that runs in this browser, found '${name}'. Import its package, or use 'cpu'.`,
    );
  }
  return { name, threads: { intraOp: 1, interOp: 1 } };
}
