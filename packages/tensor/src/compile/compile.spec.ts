import { expectClose, expectNoLeak, onBackend } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { backends } from '../../test/backends.js';
import { convolution, initConvolution } from '../convolution.js';
import { dense, initDense } from '../dense.js';
import { nativeBackend } from '../native/backend.js';
import { batchNorm, initNormalisation, initStatistics, layerNorm } from '../normalisation.js';
import { adam } from '../optimise/adaptive.js';
import { dropout, seedTensor, type SeedTensor } from '../random/seeded.js';
import { child, randomNormal, rng } from '../rng.js';
import { disposeTree, leaves, valueAndGrads, type TensorTree } from '../tree.js';
import { compile } from './compile.js';

const source = rng(11);
const native = backends.includes('tensorflow');

function network() {
  return {
    first: initConvolution(
      { kernelSize: 3, inChannels: 2, outChannels: 6, groups: 2, bias: false },
      child(source, 'first'),
    ),
    normalisation: initNormalisation(6),
    hidden: initDense(6, 7, child(source, 'hidden')),
    output: { norm: initNormalisation(7), map: initDense(7, 3, child(source, 'output')) },
  };
}

function loss(params: ReturnType<typeof network>, x: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  const map = convolution(params.first, x as tf.Tensor4D, { groups: 2, dilation: 2 });
  const { output } = batchNorm(params.normalisation, initStatistics(6), map, { training: true });
  const pooled = tf.mean(tf.relu(output), [1, 2]);
  const hidden = layerNorm(params.output.norm, tf.tanh(dense(params.hidden, pooled)));
  const chosen = tf.mul(tf.logSoftmax(dense(params.output.map, hidden)), tf.oneHot(tf.cast(labels, 'int32'), 3));
  return tf.neg(tf.mean(tf.sum(chosen, 1))) as tf.Scalar;
}

const images = (batch: number) => randomNormal(child(source, `images ${batch}`), [batch, 6, 5, 2]) as tf.Tensor;
const labels = (batch: number) => tf.range(0, batch, 1, 'int32') as tf.Tensor;

function expectSame(found: TensorTree, wanted: TensorTree): void {
  const expected = leaves(wanted);
  leaves(found).forEach(([path, tensor], index) => {
    expect(path).toBe(expected[index]![0]);
    const norm = Math.max(1e-12, ...tf.tidy(() => tf.norm(expected[index]![1])).dataSync());
    expectClose(tensor, expected[index]![1], { atol: 1e-5 * norm, rtol: 0 });
  });
}

describe.each(backends)('compile on %s', (backend) => {
  it('gives the value and the gradients of the function itself', () =>
    onBackend(backend, () => {
      const params = network();
      const f = (p: ReturnType<typeof network>, x: tf.Tensor, y: tf.Tensor) => valueAndGrads((q) => loss(q, x, y), p);
      const compiled = compile(f);
      for (const batch of [3, 2, 3])
        expectSame(compiled(params, images(batch), labels(batch)), f(params, images(batch), labels(batch)));
      expect(compiled.graphs).toBe(backend === 'tensorflow' ? 2 : 0);
      compiled.dispose();
      expect(compiled.graphs).toBe(0);
    }));

  it('runs whole training steps, the state going round as tensors', () =>
    onBackend(backend, () => {
      const optimiser = adam({ learningRate: 0.01 });
      type State = ReturnType<typeof optimiser.init>;
      const step = (params: ReturnType<typeof network>, state: State, rate: tf.Scalar) => {
        const { value, grads } = valueAndGrads((p) => loss(p, images(3), labels(3)), params);
        return { value, ...optimiser.update(params, grads, state, rate) };
      };
      const train = (run: typeof step) => {
        let params = network();
        let state = optimiser.init(params);
        const values: number[] = [];
        for (let count = 0; count < 10; count++) {
          const next = run(params, state, tf.scalar(0.01 / (1 + count)));
          disposeTree({ params, state });
          ({ params, state } = next);
          values.push(...next.value.dataSync());
        }
        return { values, params };
      };
      const compiled = compile(step);
      const once = train(compiled);
      const again = train(compiled);
      const alone = train((...args) => tf.tidy(() => step(...args)));
      expect(once.values[9]).toBeLessThan(once.values[0]!);
      expectClose(once.values, alone.values, { rtol: 1e-5 });
      // The same graph on the same numbers gives the same bits.
      leaves(once.params).forEach(([, leaf], index) =>
        expect(leaf.dataSync()).toEqual(leaves(again.params)[index]![1].dataSync()),
      );
      compiled.dispose();
    }));

  it('draws other numbers for another seed, and the same for the same', () =>
    onBackend(backend, () => {
      const compiled = compile((x: tf.Tensor, seed: SeedTensor) => dropout(x, 0.5, seed));
      const x = tf.ones([200]);
      const [first, same, other] = [1, 1, 2].map((seed) => compiled(x, seedTensor(rng(seed))).dataSync());
      expect(first).toEqual(same);
      expect(first).not.toEqual(other);
      compiled.dispose();
    }));

  it('tells apart tensors that are passed twice', () =>
    onBackend(backend, () => {
      const compiled = compile((left: tf.Tensor, right: tf.Tensor) => tf.sub(left, right));
      const [a, b] = [tf.tensor1d([5, 7]), tf.tensor1d([1, 2])];
      expectClose(compiled(a, a), [0, 0]);
      expectClose(compiled(a, b), [4, 5]);
      compiled.dispose();
    }));

  it('fixes plain arguments, one graph for each', () =>
    onBackend(backend, () => {
      const compiled = compile((x: tf.Tensor, power: number, negative: boolean) => {
        const result = tf.pow(x, power);
        return negative ? tf.neg(result) : result;
      });
      const x = tf.tensor1d([1, 2, 3]);
      expectClose(compiled(x, 2, false), [1, 4, 9]);
      expectClose(compiled(x, 3, true), [-1, -8, -27]);
      expectClose(compiled(x, 2, false), [1, 4, 9]);
      expect(compiled.graphs).toBe(backend === 'tensorflow' ? 2 : 0);
      compiled.dispose();
    }));

  it('keeps the form of the result, and makes every leaf a tensor of its own', () =>
    onBackend(backend, () => {
      const outside = tf.tensor1d([8]);
      const compiled = compile((x: tf.Tensor) => ({
        same: x,
        deep: { twice: tf.mul(x, 2), empty: {} },
        outside,
        one: tf.scalar(1),
      }));
      const x = tf.tensor1d([3]);
      for (let run = 0; run < 2; run++) {
        const result = compiled(x);
        expect(leaves(result).map(([path]) => path)).toEqual(['deep/twice', 'one', 'outside', 'same']);
        expect(result.deep.empty).toEqual({});
        expectClose(result.deep.twice, [6]);
        disposeTree(result);
      }
      expectClose(x, [3]);
      expectClose(outside, [8]);
      compiled.dispose();
    }));

  it('uses tensors from outside as they are, also when their owner frees them', () =>
    onBackend(backend, () => {
      const outside = randomNormal(rng(3), [3000]);
      const values = outside.dataSync();
      const compiled = compile((x: tf.Tensor) => tf.add(x, outside));
      compiled(tf.zeros([3000])).dispose();
      // Without graphs the function itself needs it again.
      if (backend === 'tensorflow') outside.dispose();
      expectClose(compiled(tf.zeros([3000])), values);
      compiled.dispose();
    }));

  it('is transparent to gradients and to other compiled functions', () =>
    onBackend(backend, () => {
      const inner = compile((x: tf.Tensor) => tf.square(x));
      const outer = compile((x: tf.Tensor) => tf.grad((y) => tf.sum(inner(y)))(x));
      expectClose(tf.grad((y) => tf.sum(inner(y)))(tf.tensor1d([3])), [6]);
      expectClose(outer(tf.tensor1d([4])), [8]);
      expect(inner.graphs).toBe(0);
      outer.dispose();
    }));

  it('keeps integers and booleans', () =>
    onBackend(backend, () => {
      const compiled = compile((x: tf.Tensor) => ({ index: tf.argMax(x, 0), sign: tf.greater(x, 0) }));
      const { index, sign } = compiled(tf.tensor1d([-1, 3, 2]));
      expect([index.dtype, sign.dtype]).toEqual(['int32', 'bool']);
      expect([...index.dataSync(), ...sign.dataSync()]).toEqual([1, 0, 1, 1]);
      compiled.dispose();
    }));

  it('leaves no tensor behind', () =>
    onBackend(backend, () => {
      const params = network();
      const [x, y] = [images(3), labels(3)];
      const kept = (p: typeof params) => {
        const { value, grads } = valueAndGrads((q) => loss(q, x, y), p);
        return { value, grads, kept: tf.keep(tf.neg(value)) };
      };
      expectNoLeak(() => {
        const compiled = compile(kept);
        disposeTree(compiled(params));
        const result = compiled(params);
        compiled.dispose();
        return result;
      });
    }));
});

describe.skipIf(!native)('compiled graphs', () => {
  const binding = () => nativeBackend()!.binding;
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('atlas-graph-'));

  it('leave nothing in TensorFlow, and no file', () => {
    const before = [binding().getNumOfSavedModels(), binding().getNumOfTensors(), folders().length];
    const compiled = compile((x: tf.Tensor) => tf.mul(x, tf.reshape(tf.range(0, 6), [2, 3])));
    const x = tf.ones([2, 3]);
    for (let run = 0; run < 300; run++) compiled(x).dispose();
    expect(binding().getNumOfSavedModels()).toBe(before[0]! + 1);
    compiled.dispose();
    x.dispose();
    expect([binding().getNumOfSavedModels(), binding().getNumOfTensors(), folders().length]).toEqual(before);
  });

  it('are bounded: the one not used for longest goes', () => {
    const before = binding().getNumOfSavedModels();
    let recordings = 0;
    const compiled = compile(
      (x: tf.Tensor) => {
        recordings++;
        return tf.square(x);
      },
      { maxGraphs: 2 },
    );
    const run = (size: number) => compiled(tf.ones([size])).dispose();
    [1, 2, 1, 3, 1].forEach(run);
    expect([recordings, compiled.graphs]).toEqual([3, 2]);
    run(2);
    expect([recordings, compiled.graphs, binding().getNumOfSavedModels() - before]).toEqual([4, 2, 2]);
    compiled.dispose();
    expect(binding().getNumOfSavedModels()).toBe(before);
  });

  it('are made again after dispose', () => {
    const compiled = compile((x: tf.Tensor) => tf.square(x));
    expectClose(compiled(tf.scalar(3)), 9);
    compiled.dispose();
    compiled.dispose();
    expectClose(compiled(tf.scalar(4)), 16);
    compiled.dispose();
  });

  it('check the range of gathered indices when they run', () => {
    const compiled = compile((x: tf.Tensor, indices: tf.Tensor) => tf.gather(x, tf.cast(indices, 'int32')));
    const x = tf.tensor1d([1, 2, 3]);
    expectClose(compiled(x, tf.tensor1d([2, 0], 'int32')), [3, 1]);
    expect(() => compiled(x, tf.tensor1d([3, 0], 'int32'))).toThrow(/indices\[0\] = 3 is not in \[0, 3\)/);
    expect(() => tf.gather(x, tf.tensor1d([3], 'int32'))).toThrow(/index value 3/);
    compiled.dispose();
  });
});
