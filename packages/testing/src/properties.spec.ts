import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { onBackend } from './backends.js';
import { distinctSizes, holdsFor, seeds, values } from './properties.js';
import { startCpu } from '../test/start-cpu.js';

beforeAll(startCpu);

describe('holdsFor', () => {
  it('passes a property that holds and frees its tensors', () => {
    const before = tf.memory().numTensors;
    holdsFor(values(6), (drawn) => expect(tf.tensor(drawn, [2, 3]).size).toBe(6));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('shows the smallest counterexample', () => {
    expect(() => holdsFor(seeds(), (seed) => expect(seed).toBeLessThan(1000))).toThrow(/Counterexample: \[1000\]/);
  });

  it('runs as often as asked for', () => {
    let runs = 0;
    holdsFor(fc.constant(1), () => void runs++, 9);
    expect(runs).toBe(9);
  });
});

describe('arbitraries', () => {
  it('draw sizes that differ', () => {
    holdsFor(distinctSizes(4), (sizes) => expect(new Set(sizes).size).toBe(4));
    holdsFor(distinctSizes(2, 5), (sizes) => expect(Math.max(...sizes)).toBeLessThanOrEqual(5));
  });

  it('draw values inside the bound', () => {
    holdsFor(values(5, 2), (drawn) => expect(Math.max(...drawn.map(Math.abs))).toBeLessThanOrEqual(2));
  });
});

describe('onBackend', () => {
  it('names a backend that does not exist', async () => {
    await expect(onBackend('abacus', () => 1)).rejects.toThrow(/'abacus'/);
  });

  it('comes back, also after an error', async () => {
    await expect(onBackend('cpu', () => Promise.reject(new Error('inside')))).rejects.toThrow('inside');
    expect(tf.getBackend()).toBe('cpu');
  });
});
