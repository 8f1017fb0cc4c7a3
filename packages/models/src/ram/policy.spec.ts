import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { leaves, randomUniform, rng, seedTensor, valueAndGrads } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawGlimpses, type GlimpsePolicy } from './policy.js';
import { initRecurrentAttention, recurrentAttention } from './recurrent-attention.js';
import { recurrentAttentionLoss } from './training-loss.js';

beforeAll(() => tf.setBackend('cpu'));

const config = { patchSize: 2, glimpses: 3, classes: 4, stateSize: 5, hidden: 6, glimpseSize: 7 };
const images = () => randomUniform(rng(2), [40, 7, 9, 1]) as tf.Tensor4D;
const create = () => initRecurrentAttention(config, rng(1));
const look = (policy: GlimpsePolicy, explore: boolean, seed = 3) =>
  recurrentAttention(create(), images(), {
    config,
    ...drawGlimpses(seedTensor(rng(seed)), 40, config, { policy, explore }),
  }).weights;

describe('drawGlimpses', () => {
  it('looks at the centre alone', () => {
    expectClose(look('centre', true).location, tf.zeros([40, 3, 2]));
  });

  it('draws random places over the whole image, whatever the network says', () => {
    const { location } = look('random', true);
    const [low, high, mean] = [tf.min(location), tf.max(location), tf.mean(location)].map((x) => x.dataSync()[0]!);
    expect(low).toBeLessThan(-0.9);
    expect(high).toBeGreaterThan(0.9);
    expect(low).toBeGreaterThanOrEqual(-1);
    expect(high).toBeLessThan(1);
    expect(Math.abs(mean!)).toBeLessThan(0.15);
  });

  it('draws the first place of the learned policy, and the later ones around their means only to explore', () => {
    const later = (explore: boolean) => {
      const { location, mean } = look('learned', explore);
      return tf.sub(tf.slice(location, [0, 1, 0], [-1, 2, -1]), mean);
    };
    expectClose(later(false), tf.zeros([40, 2, 2]));
    const deviation = Math.sqrt(tf.mean(tf.square(later(true))).dataSync()[0]!);
    expect(deviation).toBeGreaterThan(0.08);
    expect(deviation).toBeLessThan(0.12);
  });

  it('repeats with the seed and differs without it', () => {
    const first = (seed: number) => [...look('learned', true, seed).location.dataSync()];
    expect(first(3)).toEqual(first(3));
    expect(first(3)).not.toEqual(first(4));
  });
});

describe('recurrentAttentionLoss', () => {
  const moved = (policy: GlimpsePolicy) => {
    const loss = recurrentAttentionLoss(config, policy);
    const batch = {
      images: images(),
      labels: tf.tensor1d(
        Array.from({ length: 40 }, (_, i) => i % 4),
        'int32',
      ),
    };
    const { grads } = valueAndGrads((params) => loss(params, batch, { seed: tf.scalar(5, 'int32') }), create());
    return leaves(grads)
      .filter(([, leaf]) => tf.max(tf.abs(leaf)).dataSync()[0]! > 1e-8)
      .map(([path]) => path);
  };
  const chosen = (path: string) => /^(baseline|glimpse\/location)\//.test(path);

  it('trains everything with a learned policy, and all but policy and baseline with a fixed one', () => {
    expect(moved('learned').filter(chosen).length).toBe(4);
    expect(moved('random').filter(chosen)).toEqual([]);
    expect(moved('misled')).toEqual(moved('learned'));
    expect(moved('random').length).toBe(moved('learned').length - 4);
  });
});
