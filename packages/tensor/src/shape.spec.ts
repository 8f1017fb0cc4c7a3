import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseBackend } from './backend.js';
import { expectShape, requireBetween, requireDivisible, requireInteger } from './shape.js';

beforeAll(() => chooseBackend());

describe('shape checks', () => {
  it('accept fixed sizes, names, and names that agree', () => {
    expectShape(tf.zeros([2, 7, 7, 64]), ['batch', 'side', 'side', 64], 'x');
    expectShape(tf.scalar(1), [], 'x');
  });

  it.each([
    ['a wrong size', [2, 3], ['batch', 4], 'gate x: expected shape [batch, 4], found [2, 3].'],
    ['a wrong rank', [2, 3], ['batch'], 'gate x: expected shape [batch], found [2, 3].'],
    ['axes that should agree', [2, 3], ['side', 'side'], 'gate x: expected shape [side, side], found [2, 3].'],
    ['an empty axis', [2, 0], ['batch', 'time'], "gate x: axis 'time' of [2, 0] is empty."],
  ])('name %s', (_, shape, expected, message) => {
    expect(() => expectShape(tf.zeros(shape as number[]), expected, 'gate x')).toThrow(message);
  });

  it('require integers, multiples and ranges', () => {
    expect(requireInteger(3, 'heads')).toBe(3);
    expect(() => requireInteger(0, 'heads')).toThrow('heads: expected an integer of at least 1, found 0.');
    expect(() => requireInteger(2.5, 'heads')).toThrow(/found 2.5/);
    expect(requireDivisible(12, 4, 'channels')).toBe(12);
    expect(() => requireDivisible(10, 4, 'channels')).toThrow('channels: expected a multiple of 4, found 10.');
    expect(() => requireDivisible(10, 0, 'channels')).toThrow(/channels divisor/);
    expect(requireBetween(0.5, 0, 1, 'rate')).toBe(0.5);
    expect(() => requireBetween(NaN, 0, 1, 'rate')).toThrow('rate: expected a number from 0 to 1, found NaN.');
  });
});
