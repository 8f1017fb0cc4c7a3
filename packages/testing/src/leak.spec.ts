import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectNoLeak, expectNoLeakOnError } from './leak.js';
import { startCpu } from '../test/start-cpu.js';

beforeAll(startCpu);

describe('expectNoLeak', () => {
  it('accepts a function whose temporaries are tidied', () => {
    const x = tf.tensor1d([1, 2]);
    expectNoLeak(() => ({ output: tf.tidy(() => tf.square(tf.add(x, 1))) }));
  });

  it('counts what is left behind', () => {
    const x = tf.tensor1d([1, 2]);
    expect(() => expectNoLeak(() => tf.square(tf.add(x, 1)))).toThrow(/left behind 1 tensors \(8 bytes\)/);
  });

  it('notices an input that is freed', () => {
    const inputs = [tf.scalar(1), tf.scalar(2)];
    expect(() =>
      expectNoLeak(() => {
        inputs.pop()?.dispose();
        return undefined;
      }),
    ).toThrow(/freed beyond its own 1/);
  });

  it('ignores what only the first run makes', () => {
    let cache: tf.Tensor | undefined;
    expectNoLeak(() => {
      cache ??= tf.scalar(1);
      return tf.clone(cache);
    });
  });
});

describe('expectNoLeakOnError', () => {
  it('accepts an error inside tidy', () => {
    expectNoLeakOnError(() => tf.tidy(() => tf.matMul(tf.zeros([2, 3]), tf.zeros([2, 3]))));
  });

  it('finds what an error leaves behind, and the absence of an error', () => {
    expect(() => expectNoLeakOnError(() => tf.matMul(tf.zeros([2, 3]), tf.zeros([2, 3])))).toThrow(/left behind 2/);
    expect(() => expectNoLeakOnError(() => undefined)).toThrow(/expected the function to throw/);
  });
});
