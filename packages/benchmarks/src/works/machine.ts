import * as tf from '@tensorflow/tfjs-core';
import { randomNormal, rng } from '@atlas/tensor';
import type { Work } from './work.js';

const SIDE = 2048;
const VALUES = 1 << 25;

/** What the machine can do at best: the two roofs under which every other work lies. */
export const machineWorks = (): Work[] => [
  {
    id: 'machine/matmul',
    group: 'machine',
    title: 'Matrix product',
    size: `${SIDE} x ${SIDE} x ${SIDE}`,
    threads: 'inside',
    peers: ['torch', 'jax'],
    operations: 2 * SIDE ** 3,
    bytes: 3 * 4 * SIDE ** 2,
    prepare: () => ({
      inputs: { a: randomNormal(rng(1), [SIDE, SIDE]), b: randomNormal(rng(2), [SIDE, SIDE]) },
      run: ({ a, b }) => ({ output: tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D) }),
    }),
  },
  {
    id: 'machine/copy',
    group: 'machine',
    title: 'Copy, each value negated',
    size: `${VALUES}`,
    threads: 'inside',
    peers: ['torch', 'jax'],
    bytes: 2 * 4 * VALUES,
    prepare: () => ({
      inputs: { x: randomNormal(rng(3), [VALUES]) },
      run: ({ x }) => ({ output: tf.neg(x as tf.Tensor1D) }),
    }),
  },
];
