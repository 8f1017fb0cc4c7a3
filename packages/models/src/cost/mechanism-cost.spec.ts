import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { allMechanisms, countTrainable, exampleInstance, mechanisms, type AnyMechanism } from '@atlas/attention';
import { countOperations, rng, sumOperations } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { costOfMechanism, type MechanismCost } from './mechanism-cost.js';
import { typicalInputs } from './typical-input.js';

beforeAll(() => tf.setBackend('cpu'));

/** The block up to the convolution behind it: the cost is linear in the outputs of that convolution. */
function withoutProjection(
  mechanism: AnyMechanism,
  config: object,
  side: number,
): Pick<MechanismCost, 'params' | 'macs'> {
  const at = (outChannels: number) =>
    costOfMechanism(mechanism, { ...config, outChannels }, () => tf.zeros([1, side, side, 2048]));
  const [one, two] = [at(1), at(2)];
  return { params: 2 * one.params - two.params, macs: 2 * one.macs - two.macs };
}

describe('costOfMechanism', () => {
  it.each(allMechanisms.map((mechanism) => [mechanism.name, mechanism] as const))(
    'counts %s on shapes as on values, at each of its examples',
    (_, mechanism) => {
      for (const [name, { config, input }] of Object.entries(mechanism.examples)) {
        const real = tf.tidy(() => {
          const instance = exampleInstance(mechanism, rng(1), name);
          const { operations } = countOperations(() => instance.apply(instance.params, instance.input).output);
          const macs = sumOperations(operations, ['convolution', 'dense', 'matmul']);
          const elementwise = sumOperations(operations, ['elementwise', 'reduction', 'pooling']);
          return [countTrainable(instance.params), macs, elementwise] as unknown as tf.TensorContainer;
        });
        const { params, macs, elementwise } = costOfMechanism(mechanism, config, () => input(rng(1)));
        expect([params, macs, elementwise], name).toEqual(real);
      }
    },
  );

  it.each(allMechanisms.map((mechanism) => [mechanism.name, mechanism] as const))(
    'counts the published configuration of %s at a typical input',
    (name, mechanism) => {
      const before = tf.memory().numTensors;
      const input = typicalInputs[name as keyof typeof typicalInputs];
      const { g, f, macs, elementwise } = costOfMechanism(mechanism, mechanism.publishedConfig, input);
      expect(g.elementwise + g.macs).toBeGreaterThan(0);
      expect(macs).toBeLessThanOrEqual(g.macs + f.macs);
      expect(elementwise).toBeGreaterThan(0);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('has an input for every mechanism and no other', () => {
    expect(Object.keys(typicalInputs).sort()).toEqual(Object.keys(mechanisms).sort());
  });

  it('counts the position attention of DANet', () => {
    const at = (channels: number) =>
      costOfMechanism(mechanisms['danet-position'], { channels }, () => tf.zeros([1, 4, 4, channels]));
    expect(at(512).params).toBe(328_321);
  });

  it('counts the asymmetric block and the symmetric one it replaces', () => {
    const config = { channels: 2048, keySize: 256, valueSize: 256, variant: 'code' } as const;
    const asymmetric = withoutProjection(mechanisms.apnb, config, 96);
    const symmetric = withoutProjection(mechanisms.apnb, { ...config, pyramid: 'none' }, 96);
    expect(asymmetric.params).toBe(1_575_936);
    expect(symmetric.params).toBe(1_575_936);
    expect(Math.abs(symmetric.macs / 1e9 - 58)).toBeLessThanOrEqual(0.058);
    expect((symmetric.macs / 1e9).toFixed(2)).toBe('57.98');
    expect((asymmetric.macs / 1e9).toFixed(2)).toBe('15.01');
    const larger = { ...config, pyramid: 'none' } as const;
    expect((withoutProjection(mechanisms.apnb, larger, 128).macs / 1e9).toFixed(2)).toBe('163.21');
    expect((withoutProjection(mechanisms.apnb, config, 128).macs / 1e9).toFixed(2)).toBe('26.69');
  });

  it('splits a mechanism into making the weights and applying them', () => {
    const { g, f, params } = costOfMechanism(mechanisms.se, { channels: 64, reduction: 4 }, () =>
      tf.zeros([1, 8, 8, 64]),
    );
    expect(params).toBe(2 * 64 * 16);
    expect(g).toEqual({ macs: 2 * 64 * 16, elementwise: 8 * 8 * 64 + 16 + 64 });
    expect(f).toEqual({ macs: 0, elementwise: 8 * 8 * 64 });
  });
});
