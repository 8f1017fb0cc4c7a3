import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { createInstance, exampleInstance, mechanisms, randomParams, type AnyMechanism } from '@atlas/attention';
import { randomNormal, rng, type TensorTree } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { multiplies, weightAction } from './action.js';

beforeAll(() => tf.setBackend('cpu'));

/** At random parameters: what starts at zero would hide how the weights act. */
function actionOf(mechanism: AnyMechanism, example?: string) {
  const instance = exampleInstance(mechanism, rng(3), example);
  const params = randomParams(instance.params, rng(4));
  const chosen = mechanism.examples[example ?? Object.keys(mechanism.examples)[0]!]!;
  return weightAction({ ...instance, params }, chosen.input(rng(9)));
}

/** y = x + w: a weight that is added. */
const adding: AnyMechanism = {
  ...mechanisms.se,
  f: (_params, weights, x) => tf.add(x as tf.Tensor, tf.reshape(weights as tf.Tensor, [2, 1, 1, 12])),
};

describe('weightAction', () => {
  it.each([
    'se',
    'eca',
    'cbam',
    'gsop',
    'sk',
    'temporal-gate',
    'scaled-dot-product',
    'multi-head',
    'additive',
  ] as const)('%s multiplies and leaves nothing without weights', (name) => {
    const action = actionOf(mechanisms[name]);
    expect(multiplies(action)).toBe(true);
    expect(action.withoutWeights).toBe('nothing');
  });

  it.each(['bam', 'nl', 'snl', 'danet-position', 'danet-channel'] as const)(
    '%s multiplies and keeps the input',
    (name) => {
      const action = actionOf(mechanisms[name]);
      expect(multiplies(action)).toBe(true);
      expect(action.withoutWeights).toBe('the input');
    },
  );

  it('the asymmetric block multiplies, beside the input', () => {
    const action = actionOf(mechanisms.apnb);
    expect(multiplies(action)).toBe(true);
    expect(action).toMatchObject({ withoutWeights: 'something else', sameForm: false });
  });

  it.each(['gc', 'hard-attention', 'itti-koch'] as const)('%s does more than multiply', (name) => {
    expect(multiplies(actionOf(mechanisms[name]))).toBe(false);
  });

  it('sees that an added weight does not multiply, though the output is linear in it', () => {
    const instance = exampleInstance(adding, rng(3));
    const action = weightAction(instance, adding.examples['paper']!.input(rng(9)));
    expect(action.departure).toBeLessThan(1e-3);
    expect(action.ofInput).toBeLessThan(1e-3);
    expect(multiplies(action)).toBe(false);
  });

  it('measures the departure of a square', () => {
    const square: AnyMechanism = {
      ...mechanisms.se,
      f: (_params, weights, x) => tf.mul(tf.sum(tf.square(weights as tf.Tensor)), x as tf.Tensor),
    };
    const instance = exampleInstance(square, rng(3));
    // 4 w² where 2 w² is expected
    expect(weightAction(instance, instance.input as TensorTree).departure).toBeCloseTo(1, 4);
  });

  it('leaks no tensor', () => {
    const params = mechanisms.se.init({ channels: 4, reduction: 2 }, rng(1));
    const [x, other] = [randomNormal(rng(2), [1, 2, 2, 4]), randomNormal(rng(3), [1, 2, 2, 4])];
    const before = tf.memory().numTensors;
    weightAction(createInstance(mechanisms.se, { channels: 4 }, params, x), other);
    expect(tf.memory().numTensors).toBe(before);
  });
});
