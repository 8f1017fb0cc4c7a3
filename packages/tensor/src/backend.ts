import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs';
import util from 'node:util';

/** What computes, and what a reader must know to get the same numbers again. */
export interface BackendInfo {
  readonly name: string;
  readonly tensorflowVersion?: string;
  /** Threads inside one operation and operations at once; absent where the backend has no such setting. */
  readonly threads?: { readonly intraOp: number; readonly interOp: number };
  /** Why the backend is not the fastest one, in a sentence for the user. */
  readonly notice?: string;
}

export interface BackendOptions {
  /** Default: the environment variable ATLAS_BACKEND, else TensorFlow, else plain JavaScript. */
  readonly backend?: 'tensorflow' | 'cpu';
}

let chosen: Promise<BackendInfo> | undefined;

/** Chooses and starts the backend. Later calls give what the first one chose. */
export function chooseBackend(options: BackendOptions = {}): Promise<BackendInfo> {
  chosen ??= choose(options.backend ?? process.env['ATLAS_BACKEND']);
  return chosen;
}

async function choose(wanted: string | undefined): Promise<BackendInfo> {
  if (wanted !== undefined && wanted !== 'tensorflow' && wanted !== 'cpu') {
    throw new RangeError(`ATLAS_BACKEND: expected 'tensorflow' or 'cpu', found '${wanted}'.`);
  }
  if (wanted !== 'cpu') {
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
    Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
    try {
      await import('@tensorflow/tfjs-node');
      return { name: 'tensorflow' };
    } catch (error) {
      if (wanted === 'tensorflow') throw error;
      await useCpu();
      return {
        name: 'cpu',
        notice: `TensorFlow did not load: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
  }
  await useCpu();
  return { name: 'cpu' };
}

async function useCpu(): Promise<void> {
  await tf.setBackend('cpu');
  // TensorFlow.js advises on the first write to install its native backend; the choice has been made above.
  tf.env().set('PROD', true);
  tf.tensor1d([0]).dispose();
  tf.env().set('PROD', false);
}
