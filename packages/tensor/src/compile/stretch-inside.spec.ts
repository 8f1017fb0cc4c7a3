import { expectClose } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../backend.js';
import { nativeBackend } from '../native/backend.js';
import { randomNormal, rng } from '../rng.js';
import { compile } from './compile.js';
import { record } from './record.js';

const { name } = await chooseBackend();

/** Squeeze without the layers in between: the gradient of x has a part from the mean and a part from the product. */
const scaled = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.mean(x, [1, 2], true));
const gradient = (x: tf.Tensor): tf.Tensor => tf.grad((input) => tf.sum(tf.square(scaled(input))))(x);

describe.skipIf(name !== 'tensorflow')('stretchInside', () => {
  const x = randomNormal(rng(1), [2, 5, 4, 3]);
  const operations = (f: (x: tf.Tensor) => tf.Tensor): string[] =>
    record(nativeBackend()!, ([input]) => f(input!), [x]).graph.nodes.map(({ operation }) => operation);

  it('leaves no copy that an addition can stretch by itself', () => {
    expect(operations(gradient)).not.toContain('BroadcastTo');
  });

  it('changes no value', () => {
    const compiled = compile(gradient);
    expectClose(compiled(x), gradient(x), { rtol: 1e-6, atol: 1e-6 });
    compiled.dispose();
  });

  it('keeps a copy that is wanted, or that gives an addition its shape', () => {
    const alone = tf.grad((input: tf.Tensor) => tf.sum(tf.square(tf.mean(input, [1, 2], true))));
    expect(operations(alone)).toContain('BroadcastTo');
    expect(operations((input) => tf.add(alone(input), tf.mean(input, [1, 2], true)))).toContain('BroadcastTo');
  });
});
