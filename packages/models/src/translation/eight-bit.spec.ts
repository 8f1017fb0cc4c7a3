import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { encodeSafetensors, randomNormal, rng } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeEightBit, encodeEightBit } from './eight-bit.js';

beforeAll(() => tf.setBackend('cpu'));

describe('encodeEightBit', () => {
  it('keeps every value to half of a 127th of the largest, in about a quarter of the bytes', () => {
    const params = { layer: { kernel: randomNormal(rng(1), [50, 40]), bias: tf.zeros([40]) } };
    const file = encodeEightBit(params);
    expect(file.length).toBeLessThan(2040 + 600);
    const before = tf.memory().numTensors;
    const { tree, metadata } = decodeEightBit(file);
    const again = tree as typeof params;
    expect(metadata).toMatchObject({ encoding: 'eight-bit: value = integer * scale' });
    expect(tf.memory().numTensors).toBe(before + 2);
    const difference = tf.max(tf.abs(tf.sub(again.layer.kernel, params.layer.kernel))).dataSync()[0]!;
    const largest = tf.max(tf.abs(params.layer.kernel)).dataSync()[0]!;
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThanOrEqual((largest / 127 / 2) * 1.0001);
    expect(Array.from(again.layer.bias.dataSync())).toEqual(new Array(40).fill(0));
  });

  it('refuses a file of whole weights, and one that is cut off', () => {
    const whole = encodeSafetensors({ kernel: tf.ones([2, 2]) });
    expect(() => decodeEightBit(whole)).toThrow(/expected leaves named values\/… and scales\/…, found kernel/);
    const file = encodeEightBit({ kernel: tf.ones([2, 2]) });
    expect(() => decodeEightBit(file.subarray(0, file.length - 3))).toThrow(RangeError);
  });

  it('refuses integers', () => {
    expect(() => encodeEightBit({ ids: tf.tensor1d([1], 'int32') })).toThrow(/'ids': expected float32, found int32/);
  });
});
