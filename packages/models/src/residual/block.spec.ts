import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { AnyMechanism } from '@atlas/attention';
import { mechanisms } from '@atlas/attention';
import { randomNormal, rng } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { convolutionUnit } from '../layers/convolution-unit.js';
import { initResidualBlock, residualBlock, type ResidualBlockParams } from './block.js';
import type { BlockPlan } from './config.js';
import type { AttentionPlacement, AttentionPosition } from './placement.js';

beforeAll(() => tf.setBackend('cpu'));

/** A mechanism without parameters that doubles: where it acts can be computed from outside. */
const doubling: AnyMechanism = {
  ...mechanisms.se,
  init: () => ({}),
  options: () => ({}),
  g: () => tf.scalar(2),
  f: (_params, _weights, x) => tf.mul(x as tf.Tensor, 2),
  apply: (_params, x) => ({ output: tf.mul(x as tf.Tensor, 2), weights: tf.scalar(2) }),
};

const plan: BlockPlan = {
  stage: 3,
  block: 1,
  blocks: 1,
  inChannels: 3,
  middle: 4,
  channels: 6,
  groups: 1,
  stride: 2,
  middleStride: 2,
};
const x = () => randomNormal(rng(2), [2, 6, 5, 3]);

const placement = (position: AttentionPosition): AttentionPlacement => ({
  mechanism: doubling,
  position,
  config: () => ({}),
});

function run(position: AttentionPosition, params: ResidualBlockParams): tf.Tensor4D {
  return residualBlock({ ...params, attention: {} }, x(), plan, { attention: placement(position) }).output;
}

describe('residualBlock', () => {
  const params = () => initResidualBlock(plan, 'bottleneck', rng(1));
  const inner = (p: ResidualBlockParams, input: tf.Tensor4D, middleScale = 1): tf.Tensor4D => {
    const reduced = convolutionUnit(p.reduce!, input);
    const spatial = convolutionUnit(p.spatial!, reduced, { stride: 2 });
    return convolutionUnit(p.last, tf.mul(spatial, middleScale), { activation: 'none' });
  };
  const shortcut = (p: ResidualBlockParams) => convolutionUnit(p.shortcut!, x(), { stride: 2, activation: 'none' });
  const relu = (...parts: tf.Tensor[]) => tf.relu(tf.addN(parts));

  it.each<[AttentionPosition, (p: ResidualBlockParams) => tf.Tensor]>([
    ['residual', (p) => relu(shortcut(p), tf.mul(inner(p, x()), 2))],
    ['before', (p) => relu(shortcut(p), inner(p, tf.mul(x(), 2)))],
    ['shortcut', (p) => relu(tf.mul(shortcut(p), 2), inner(p, x()))],
    ['sum', (p) => relu(tf.mul(tf.add(shortcut(p), inner(p, x())), 2))],
    ['after', (p) => tf.mul(relu(shortcut(p), inner(p, x())), 2)],
    ['middle', (p) => relu(shortcut(p), inner(p, x(), 2))],
    [
      'instead',
      (p) => {
        const reduced = convolutionUnit(p.reduce!, x(), { stride: 2 });
        return relu(shortcut(p), convolutionUnit(p.last, tf.mul(reduced, 2), { activation: 'none' }));
      },
    ],
  ])('acts at its position: %s', (position, expected) => {
    const p = params();
    if (position !== 'instead') {
      expectClose(run(position, p), expected(p), { rtol: 1e-4, atol: 1e-5 });
      return;
    }
    // The doubling has no stride, so the 1x1 convolution in front of it must have it.
    const { spatial: _, ...without } = p;
    const own = { ...plan, middleStride: 1 };
    const { output } = residualBlock({ ...without, attention: {} }, x(), own, { attention: placement('instead') });
    expectClose(output, expected(p), { rtol: 1e-4, atol: 1e-5 });
  });

  it('gives the weights of its mechanism, and none without one', () => {
    const p = params();
    expect(
      residualBlock({ ...p, attention: {} }, x(), plan, { attention: placement('residual') }).weights,
    ).toBeDefined();
    expect(residualBlock(p, x(), plan)).not.toHaveProperty('weights');
    const elsewhere = { ...placement('residual'), at: () => false };
    expect(residualBlock(p, x(), plan, { attention: elsewhere })).not.toHaveProperty('weights');
  });

  it('tells the mechanism the channels that it sees', () => {
    const seen: { [position: string]: number } = {};
    for (const position of ['before', 'middle', 'instead', 'residual', 'shortcut', 'sum', 'after'] as const) {
      const spy = { ...placement(position), config: (channels: number) => ((seen[position] = channels), {}) };
      initResidualBlock(plan, 'bottleneck', rng(1), spy);
    }
    expect(seen).toEqual({ before: 3, middle: 4, instead: 4, residual: 6, shortcut: 6, sum: 6, after: 6 });
  });

  it('has a shortcut of its own only where the shape changes', () => {
    const same = { ...plan, inChannels: 6, stride: 1, middleStride: 1 };
    expect(initResidualBlock(same, 'bottleneck', rng(1))).not.toHaveProperty('shortcut');
    expect(initResidualBlock({ ...same, stride: 2 }, 'bottleneck', rng(1))).toHaveProperty('shortcut');
  });

  it('is two 3x3 convolutions where it is basic', () => {
    const basic = { ...plan, middle: 6 };
    const p = initResidualBlock(basic, 'basic', rng(1));
    expect([p.spatial!.convolution.kernel.shape, p.last.convolution.kernel.shape]).toEqual([
      [3, 3, 3, 6],
      [3, 3, 6, 6],
    ]);
    const spatial = convolutionUnit(p.spatial!, x(), { stride: 2 });
    const expected = relu(shortcut(p), convolutionUnit(p.last, spatial, { activation: 'none' }));
    expectClose(residualBlock(p, x(), basic).output, expected, { rtol: 1e-4, atol: 1e-5 });
  });
});
