import { expectClose } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../backend.js';
import { dense, initDense, type DenseParams } from '../dense.js';
import { nativeBackend } from '../native/backend.js';
import { child, randomNormal, rng } from '../rng.js';
import { leaves, valueAndGrads } from '../tree.js';
import { compile } from './compile.js';
import { record } from './record.js';

const { name } = await chooseBackend();

type Params = { input: DenseParams; state: DenseParams };

/** A recurrent network over `steps` steps, whose weights are used at each of them. */
function loss(params: Params, x: tf.Tensor): tf.Scalar {
  const steps = tf.unstack(x, 1);
  let state: tf.Tensor = tf.zeros([x.shape[0], params.state.kernel.shape[0]]);
  for (const step of steps) state = tf.tanh(tf.add(dense(params.input, step), dense(params.state, state)));
  return tf.sum(tf.square(state));
}

const params = (units: number): Params => ({
  input: initDense(3, units, child(rng(1), 'input')),
  state: initDense(units, units, child(rng(1), 'state')),
});

describe.skipIf(name !== 'tensorflow')('mergeWeightGradients', () => {
  /** How often each operation occurs in the graph of the gradient. */
  function operations(units: number, x: tf.Tensor): Map<string, number> {
    const p = params(units);
    const { graph } = record(nativeBackend()!, ([input]) => valueAndGrads((q: Params) => loss(q, input!), p).grads, [
      x,
    ]);
    const counts = new Map<string, number>();
    for (const { operation } of graph.nodes) counts.set(operation, (counts.get(operation) ?? 0) + 1);
    return counts;
  }

  it('makes one product and one sum of rows of those of all steps', () => {
    const counts = operations(16, randomNormal(rng(2), [5, 7, 3]));
    // 7 steps forward with two products each; 6 products back to the state before; one for each kernel.
    expect(counts.get('MatMul')).toBe(14 + 6 + 2);
    expect(counts.get('BiasAddGrad')).toBe(2);
  });

  it('leaves the products apart where copying the rows would cost more', () => {
    const x = randomNormal(rng(2), [30_000, 2, 3]);
    const counts = operations(2, x);
    // 2 steps: 4 products forward, 1 back, and each of the 4 weight gradients by itself.
    expect(counts.get('MatMul')).toBe(4 + 1 + 4);
  });

  it('makes one product for each sentence of those of all steps that look at it', () => {
    const annotations = randomNormal(rng(5), [4, 6, 3]) as tf.Tensor3D;
    const looks = (input: tf.Tensor): tf.Scalar => {
      let query: tf.Tensor3D = tf.ones([4, 1, 3]);
      for (let step = 0; step < 5; step++) {
        const weights = tf.softmax(tf.matMul(query, input as tf.Tensor3D, false, true)); // [4, 1, 6]
        query = tf.tanh(tf.matMul(weights, input as tf.Tensor3D)) as tf.Tensor3D; // [4, 1, 3]
      }
      return tf.sum(query);
    };
    const gradient = (input: tf.Tensor) => tf.grad(looks)(input);
    const { graph } = record(nativeBackend()!, ([input]) => gradient(input!), [annotations]);
    const products = graph.nodes.filter(({ operation }) => operation === 'BatchMatMulV2');
    // 5 steps forward with two each, back through the weights and to the query before, and one or two for all steps.
    expect(products.filter(({ shapes: [shape] }) => shape!.join() === '4,6,3').length).toBeLessThanOrEqual(2);
    const compiled = compile(gradient);
    expectClose(compiled(annotations), gradient(annotations), { rtol: 1e-5, atol: 1e-6 });
    compiled.dispose();
  });

  it('changes no gradient', () => {
    const x = randomNormal(rng(2), [5, 7, 3]);
    const gradient = (p: Params, input: tf.Tensor) => valueAndGrads((q) => loss(q, input), p).grads;
    const compiled = compile(gradient);
    const alone = new Map(leaves(gradient(params(16), x)));
    for (const [path, leaf] of leaves(compiled(params(16), x))) {
      expectClose(leaf, alone.get(path)!, { rtol: 1e-5, atol: 1e-6 });
    }
    compiled.dispose();
  });

  it('keeps what is used beside the sum', () => {
    const f = (x: tf.Tensor, y: tf.Tensor) => {
      const [one, two] = [
        tf.matMul(x as tf.Tensor2D, y as tf.Tensor2D, true),
        tf.matMul(y as tf.Tensor2D, x as tf.Tensor2D, true),
      ];
      return {
        one,
        sum: tf.add(tf.add(one, two), tf.add(tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D, true), tf.scalar(1))),
      };
    };
    const compiled = compile(f);
    const [x, y] = [randomNormal(rng(1), [4, 3]), randomNormal(rng(2), [4, 3])];
    const alone = f(x, y);
    const together = compiled(x, y);
    expectClose(together.one, alone.one);
    expectClose(together.sum, alone.sum, { rtol: 1e-5 });
    compiled.dispose();
  });
});
