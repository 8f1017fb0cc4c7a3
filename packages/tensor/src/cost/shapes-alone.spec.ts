import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onShapes } from './shape-backend.js';

it('needs no other backend, and starts none', () => {
  expect(onShapes(() => tf.tidy(() => tf.matMul(tf.zeros([2, 3]), tf.zeros([3, 5])).shape))).toEqual([2, 5]);
  expect(tf.getBackend() ?? null).toBeNull();
  expect(tf.engine().backendNames()).toEqual([]);
});
