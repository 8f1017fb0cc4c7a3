import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';

/** The plain JavaScript backend, without the advice to install another one that its first write prints. */
export async function startCpu(): Promise<void> {
  await tf.setBackend('cpu');
  tf.env().set('PROD', true);
  tf.scalar(0).dispose();
  tf.env().set('PROD', false);
}
