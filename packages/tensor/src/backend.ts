import * as tf from '@tensorflow/tfjs-core';
// Brings the gradients, the chained operations and the plain JavaScript backend.
import '@tensorflow/tfjs';
import { availableParallelism } from 'node:os';
import util from 'node:util';
import type { BackendInfo, BackendOptions, Threads } from './backend-info.js';
import { nativeBackend } from './native/backend.js';
import { registerNativeGradients } from './native/gradients.js';

export type { BackendInfo, BackendOptions, Threads } from './backend-info.js';

const SINGLE_THREAD: Threads = { intraOp: 1, interOp: 1 };

let chosen: { readonly name: string; readonly info: Promise<BackendInfo> } | undefined;

/**
 * Chooses and starts the backend: TensorFlow where its binding loads, else plain JavaScript with a notice.
 *
 * The choice is made once for the process, thread settings included. They can be set from outside, too, by TensorFlow's own
 * environment variables TF_NUM_INTRAOP_THREADS and TF_NUM_INTEROP_THREADS, which come before `options.threads`.
 * @throws RangeError when the wanted backend does not exist, or when another one has been started before
 * @throws Error when the native backend was asked for by name and does not load
 */
export async function chooseBackend(options: BackendOptions = {}): Promise<BackendInfo> {
  const wanted = options.backend ?? process.env['ATLAS_BACKEND'] ?? '';
  if (!['', 'tensorflow', 'cpu'].includes(wanted)) {
    throw new RangeError(`ATLAS_BACKEND: expected 'tensorflow' or 'cpu', found '${wanted}'.`);
  }
  if (options.backend !== undefined && chosen !== undefined && chosen.name !== options.backend) {
    throw new RangeError(
      `chooseBackend: expected one choice in a process, found '${options.backend}' after '${chosen.name || 'default'}'. ` +
        `Start a new process for another backend.`,
    );
  }
  chosen ??= { name: wanted, info: start(wanted, options.threads) };
  return chosen.info;
}

async function start(wanted: string, threads?: Partial<Threads>): Promise<BackendInfo> {
  if (wanted === 'cpu') return startCpu();
  try {
    return await startTensorflow(threads);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0]! : String(error);
    const remedy =
      'Run `npm run reports` or `npm test` once to set it up, or `npm run atlas -- doctor` to see what is missing.';
    if (wanted === 'tensorflow') {
      throw new Error(`chooseBackend: the native TensorFlow backend did not load (${reason}). ${remedy}`, {
        cause: error,
      });
    }
    return startCpu(
      `The native TensorFlow backend did not load (${reason}), so plain JavaScript computes, far slower. ${remedy}`,
    );
  }
}

async function startTensorflow(asked: Partial<Threads> = {}): Promise<BackendInfo> {
  const threads = threadSettings(asked);
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads.intraOp);
  process.env['TF_NUM_INTEROP_THREADS'] = String(threads.interOp);
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  // @tensorflow/tfjs-node 4.22 calls a function that warns in Node 22 (DEP0044) and is gone from Node 23 on.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  await import('@tensorflow/tfjs-node');
  await tf.setBackend('tensorflow');
  const native = nativeBackend();
  if (native === undefined) throw new Error(`expected the backend 'tensorflow', found '${tf.getBackend()}'`);
  registerNativeGradients();
  return { name: 'tensorflow', tensorflowVersion: native.binding.TF_Version, threads };
}

function threadSettings({ intraOp, interOp }: Partial<Threads>): Threads {
  const setting = (name: string, asked: number = availableParallelism()): number => {
    const value = Number(process.env[name] ?? '');
    return Number.isInteger(value) && value > 0 ? value : asked;
  };
  return { intraOp: setting('TF_NUM_INTRAOP_THREADS', intraOp), interOp: setting('TF_NUM_INTEROP_THREADS', interOp) };
}

async function startCpu(notice?: string): Promise<BackendInfo> {
  await tf.setBackend('cpu');
  withoutAdvice(() => tf.scalar(0).dispose());
  return notice === undefined
    ? { name: 'cpu', threads: SINGLE_THREAD }
    : { name: 'cpu', threads: SINGLE_THREAD, notice };
}

/** The first write of the plain JavaScript backend prints an advice to install another one: the choice is made here. */
function withoutAdvice(firstWrite: () => void): void {
  const before = tf.env().getBool('PROD');
  tf.env().set('PROD', true);
  firstWrite();
  tf.env().set('PROD', before);
}
