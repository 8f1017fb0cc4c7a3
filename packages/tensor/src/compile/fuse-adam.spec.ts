import { expectClose } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../backend.js';
import { nativeBackend } from '../native/backend.js';
import { adam } from '../optimise/adaptive.js';
import { child, randomNormal, rng } from '../rng.js';
import { leaves, type TensorTree } from '../tree.js';
import { compile } from './compile.js';
import { record } from './record.js';

const { name } = await chooseBackend();

const optimiser = adam({ learningRate: 0.01, beta1: 0.8, beta2: 0.9, epsilon: 1e-3 });

function tree(label: string, rows: number): { large: tf.Tensor; small: tf.Tensor } {
  const draw = (leaf: string, shape: number[]) => randomNormal(child(child(rng(7), label), leaf), shape);
  return { large: draw('large', [rows, 256]), small: draw('small', [256]) };
}

function operations(run: (inputs: readonly tf.Tensor[]) => TensorTree, inputs: readonly tf.Tensor[]): string[] {
  return record(nativeBackend()!, run, inputs).graph.nodes.map(({ operation }) => operation);
}

describe.skipIf(name !== 'tensorflow')('fuseAdam', () => {
  it('gives the parameters and the state of the steps one by one', () => {
    const grads = tree('grads', 260);
    const step = (params: ReturnType<typeof tree>, state: ReturnType<typeof optimiser.init>) =>
      optimiser.update(params, grads, state);
    const compiled = compile(step);
    const start = { params: tree('params', 260), state: optimiser.init(tree('params', 260)) };
    let [plain, fused] = [start, start];
    for (let i = 0; i < 3; i++) {
      plain = step(plain.params, plain.state);
      fused = compiled(fused.params, fused.state);
    }
    const expected = new Map(leaves(plain));
    expect(expected.size).toBe(7);
    for (const [path, leaf] of leaves(fused)) expectClose(leaf, expected.get(path)!, { atol: 1e-6, rtol: 1e-5 });
    // What was given is as it was.
    expectClose(start.params.large, tree('params', 260).large);
    expectClose(leaves(start.state.mean)[0]![1], tf.zeros([260, 256]));
    compiled.dispose();
  });

  it('is one operation for each large parameter, and leaves small ones alone', () => {
    const params = tree('params', 260);
    const state = optimiser.init(params);
    const inputs = [params, tree('grads', 260), state.mean, state.variance].flatMap((each) =>
      leaves(each).map(([, leaf]) => leaf),
    );
    const found = operations(([large, small, dLarge, dSmall, ...means]) => {
      const [meanLarge, meanSmall, varianceLarge, varianceSmall] = means as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      return optimiser.update(
        { large: large!, small: small! },
        { large: dLarge!, small: dSmall! },
        {
          step: tf.scalar(4),
          mean: { large: meanLarge, small: meanSmall },
          variance: { large: varianceLarge, small: varianceSmall },
        },
      );
    }, inputs);
    const count = (operation: string) => found.filter((each) => each === operation).length;
    expect(count('ApplyAdam')).toBe(1);
    expect(count('Sqrt')).toBe(1);
  });

  it('takes nothing for Adam whose means are not means', () => {
    const [x, g, m, v] = ['x', 'g', 'm', 'v'].map((label) => randomNormal(child(rng(8), label), [260, 256]));
    const found = operations(
      ([param, grad, meanBefore, varianceBefore]) => {
        const mean = tf.add(tf.mul(meanBefore!, 0.9), tf.mul(grad!, 0.2)); // the parts add up to 1.1
        const variance = tf.add(tf.mul(varianceBefore!, 0.9), tf.mul(tf.square(grad!), 0.1));
        const spread = tf.add(tf.mul(tf.sqrt(variance), 2), 1e-3);
        return { moved: tf.sub(param!, tf.div(tf.mul(mean, 0.01), spread)), mean, variance };
      },
      [x!, g!, m!, tf.abs(v!)],
    );
    expect(found).not.toContain('ApplyAdam');
    expect(found).toContain('Sqrt');
  });
});
