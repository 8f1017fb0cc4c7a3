import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, child, randomNormal, rng, valueAndGrads } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { linearMemory, scaledDotProduct, type QueryKeyValue } from '../src/index.js';

let native = false;
beforeAll(async () => {
  native = (await chooseBackend()).name === 'tensorflow';
});

const draw = (batch: number, queries: number, keys: number, size: number): QueryKeyValue => ({
  query: randomNormal(child(rng(1), 'query'), [batch, queries, size]),
  key: randomNormal(child(rng(1), 'key'), [batch, keys, size]),
  value: randomNormal(child(rng(1), 'value'), [batch, keys, size]),
});

type Apply = (input: QueryKeyValue) => tf.Tensor;

const backward = (apply: Apply, input: QueryKeyValue) =>
  valueAndGrads((at: QueryKeyValue) => {
    const output = apply(at);
    // Weighed, so that the gradient of the output is not constant.
    return tf.sum(tf.mul(output, tf.sin(tf.range(0, output.size).reshape(output.shape)))) as tf.Scalar;
  }, input).grads;

/** Bytes that live at most while a function runs, beyond those that lived before. */
function peakBytes(body: () => void): number {
  const engine = tf.engine();
  const before = engine.state.numBytes;
  const { trackTensor } = engine;
  let peak = 0;
  engine.trackTensor = function (tensor, backend) {
    trackTensor.call(engine, tensor, backend);
    peak = Math.max(peak, engine.state.numBytes - before);
  };
  try {
    body();
  } finally {
    engine.trackTensor = trackTensor;
  }
  return peak;
}

describe('attention in linear memory', () => {
  it.each([
    ['blocks that divide the length', 64, 64, 16, false],
    ['blocks that do not', 67, 53, 16, false],
    ['a block larger than everything', 13, 7, 512, false],
    ['causal', 64, 64, 16, true],
    ['causal, more keys than queries', 29, 53, 8, true],
    ['causal, more queries than keys: the first see nothing', 23, 11, 8, true],
  ])('equals the plain form, gradients included: %s', (_title, queries, keys, blockSize, causal) => {
    const input = draw(3, queries, keys, 8);
    const blocked: Apply = (at) => linearMemory({}, at, { blockSize, causal }).output;
    const plain: Apply = (at) => scaledDotProduct<tf.Tensor3D>({}, at, { causal }).output;
    expectClose(blocked(input), plain(input), { rtol: 1e-5, atol: 1e-5 });
    const [found, expected] = [backward(blocked, input), backward(plain, input)];
    for (const name of ['query', 'key', 'value'] as const) {
      expectClose(found[name], expected[name], { rtol: 1e-5, atol: 1e-5 });
    }
  });

  it('keeps scores of ten thousand finite', () => {
    const input = draw(1, 8, 8, 4);
    const large = { ...input, query: tf.mul(input.query, 1e4) as tf.Tensor3D };
    const output = linearMemory({}, large, { blockSize: 4 }).output;
    expectClose(output, scaledDotProduct<tf.Tensor3D>({}, large).output);
  });

  it('needs under 200 MB for 16,384 x 64, forward and backward, where the weights alone would need 1,074', () => {
    // The memory of a block does not depend on the backend; plain JavaScript would take minutes for the same number.
    const length = native ? 16_384 : 2_048;
    const input = draw(1, length, length, 64);
    const peak = peakBytes(() => tf.dispose(backward((at) => linearMemory({}, at).output, input)));
    const weights = length * length * 4;
    // At least the output and the three gradients live at once, or nothing has been measured.
    expect(peak).toBeGreaterThan(4 * length * 64 * 4);
    expect(peak).toBeLessThan(native ? 200e6 : 2 * weights);
  });

  it('needs memory in proportion to the length', () => {
    const peakAt = (length: number) => {
      const input = draw(1, length, length, 16);
      return peakBytes(() => tf.dispose(backward((at) => linearMemory({}, at, { blockSize: 32 }).output, input)));
    };
    const [short, long] = [peakAt(256), peakAt(1024)];
    expect(long / short).toBeGreaterThan(2);
    expect(long / short).toBeLessThan(4.5);
  });
});
