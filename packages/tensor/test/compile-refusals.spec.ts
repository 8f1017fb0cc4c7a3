import { expectNoLeakOnError } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../src/backend.js';
import { nativeBackend } from '../src/native/backend.js';
import { NativeType } from '../src/native/binding.js';
import { CompileError } from '../src/compile/compile-error.js';
import { compile } from '../src/compile/compile.js';

const { name } = await chooseBackend();

/** The message of the refusal; what it says about the place must be a line of this file. */
function refusal(f: (x: tf.Tensor) => tf.Tensor): string {
  const compiled = compile(f);
  let message = '';
  expectNoLeakOnError(() => {
    try {
      compiled(x);
    } catch (error) {
      expect(error).toBeInstanceOf(CompileError);
      message = (error as Error).message;
      throw error;
    }
  });
  expect(message).toMatch(/^compile: .*compile-refusals\.spec\.ts:\d+:\d+: /);
  expect(compiled.graphs).toBe(0);
  return message;
}

const x = tf.tensor2d([
  [1, 2],
  [3, 4],
]);

describe.skipIf(name !== 'tensorflow')('compile refuses', () => {
  it('reading a result, and names what was read', () => {
    expect(
      refusal((input) => tf.mul(input, tf.matMul(input as tf.Tensor2D, input as tf.Tensor2D).dataSync()[0]!)),
    ).toMatch(/the values of a result of BatchMatMulV2 are read while the function is recorded.*tf\.where/);
  });

  it('reading an argument', () => {
    expect(refusal((input) => tf.scalar(input.arraySync() as number))).toMatch(/the values of an argument are read/);
  });

  it.each([
    ['randomUniform', () => tf.randomUniform([2, 2])],
    ['randomNormal', () => tf.randomNormal([2, 2])],
    ['truncatedNormal', () => tf.truncatedNormal([2, 2])],
    ['dropout', () => tf.dropout(x, 0.5)],
    ['multinomial', () => tf.multinomial(tf.tensor1d([0.2, 0.8]), 3)],
  ])('tf.%s, whose numbers would never change', (_, draw) => {
    expect(refusal((input) => tf.add(input, draw()))).toMatch(/seedTensor/);
  });

  it('shapes that depend on values', () => {
    const unique = (input: tf.Tensor) => tf.unique(tf.reshape(input, [4]) as tf.Tensor1D).values;
    expect(refusal(unique)).toMatch(/the shape of the result of UniqueV2 depends on values/);
  });

  it('variables from outside', () => {
    const variable = tf.variable(tf.ones([2, 2]), true, 'refused');
    expect(refusal((input) => tf.add(input, variable))).toMatch(
      /the variable 'refused' from outside.*Pass the variable/,
    );
    variable.dispose();
  });

  it('graphs that TensorFlow refuses, with its reason', () => {
    const { binding } = nativeBackend()!;
    // A graph must state the type that a cast starts from; run at once, TensorFlow infers it.
    const wrong = (input: tf.Tensor) =>
      nativeBackend()!.executeSingleOutput(
        'Cast',
        [{ name: 'DstT', type: binding.TF_ATTR_TYPE, value: NativeType.int32 }],
        [input],
      );
    expect(() => compile(wrong)(x)).toThrow(/TensorFlow does not accept the recorded graph.*SrcT/s);
  });

  it('nothing after a refusal: the next recording works', () => {
    refusal((input) => tf.scalar(input.dataSync()[0]!));
    const compiled = compile((input: tf.Tensor) => tf.square(input));
    expect([...compiled(x).dataSync()]).toEqual([1, 4, 9, 16]);
    compiled.dispose();
  });

  it('nothing that the function itself throws: it comes through unchanged', () => {
    const failure = new RangeError('from inside');
    const compiled = compile((_: tf.Tensor): tf.Tensor => {
      throw failure;
    });
    expect(() => compiled(x)).toThrow(failure);
  });
});
