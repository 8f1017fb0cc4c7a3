import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, child, leaves, randomNormal, rng, valueAndGrads } from '@atlas/tensor';
import { expectClose, expectNoLeak } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { glimpseSensor, gHardAttention, initHardAttention, logLikelihood, reinforceLoss } from '../src/index.js';

beforeAll(() => chooseBackend());

const deviation = 0.3;
const mean = [0.1, -0.2] as const;

/** Looking at a 4 x 4 image with one lit pixel through a sensor of one pixel: the reward is what is seen. */
const image = tf.buffer([1, 4, 4, 1]);
image.set(1, 0, 2, 1, 0);

function rewardsAt(places: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => {
    const copies = tf.tile(image.toTensor() as tf.Tensor4D, [places.shape[0], 1, 1, 1]);
    return glimpseSensor(copies, places, { patchSize: 1 }).reshape([places.shape[0]]);
  });
}

/** Abramowitz and Stegun 7.1.26, to 1.5e-7. */
function normalDistribution(x: number): number {
  const t = 1 / (1 + 0.3275911 * (Math.abs(x) / Math.SQRT2));
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - series * Math.exp((-x * x) / 2);
  return x < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** The lit pixel is seen where both coordinates fall into its row and its column: [0, 0.5) and [-0.5, 0). */
const cells = [
  [0, 0.5],
  [-0.5, 0],
] as const;
const within = (axis: 0 | 1) => {
  const [low, high] = cells[axis].map((edge) => (edge - mean[axis]) / deviation) as [number, number];
  return {
    chance: normalDistribution(high) - normalDistribution(low),
    slope: (density(low) - density(high)) / deviation,
  };
};
const [down, across] = [within(0), within(1)];
const expectedReward = down.chance * across.chance;
/** The exact gradient of the expected reward by the mean. */
const exact = [down.slope * across.chance, down.chance * across.slope];

const gradientOf = (locations: tf.Tensor2D, rewards: tf.Tensor1D, baseline?: tf.Tensor1D): number[] => {
  const { grads } = valueAndGrads(
    (at: { mean: tf.Tensor1D }) => {
      const means = tf.tile(at.mean.reshape([1, 2]), [locations.shape[0], 1]) as tf.Tensor2D;
      return reinforceLoss({ mean: means, location: locations, deviation }, rewards, baseline);
    },
    { mean: tf.tensor1d([...mean]) },
  );
  return Array.from(grads.mean.dataSync(), (value) => -value);
};

describe('REINFORCE', () => {
  it('in expectation is the exact gradient: an integral over all places on a fine grid', () => {
    const step = 0.02;
    const axis = Array.from({ length: 150 }, (_, index) => -1.5 + (index + 0.5) * step);
    const places = tf.tensor2d(axis.flatMap((row) => axis.map((column) => [row, column])));
    const probability = tf.tidy(() => {
      const means = tf.tile(tf.tensor2d([[...mean]]), [places.shape[0], 1]) as tf.Tensor2D;
      return tf.mul(tf.exp(logLikelihood(means, places, deviation)), step * step) as tf.Tensor1D;
    });
    expectClose(tf.sum(probability), 1, { rtol: 1e-4 });
    const rewards = rewardsAt(places);
    expectClose(tf.sum(tf.mul(probability, rewards)), expectedReward, { rtol: 1e-3 });
    // The mean over places weighs them equally, so each reward carries its probability.
    const carried = tf.mul(tf.mul(rewards, probability), places.shape[0]) as tf.Tensor1D;
    expectClose(gradientOf(places, carried), exact, { rtol: 5e-3, atol: 1e-3 });
  });

  it('by drawing comes within four standard errors of it, with and without a baseline, which lowers the variance', () => {
    const draws = 10_000;
    const locations = tf.tidy(() =>
      tf.add(tf.mul(randomNormal(rng(11), [draws, 2]), deviation), tf.tensor2d([[...mean]])),
    ) as tf.Tensor2D;
    const rewards = rewardsAt(locations);
    const scores = locations.arraySync().map((place) => place.map((l, axis) => (l - mean[axis]!) / deviation ** 2));
    const seen = Array.from(rewards.dataSync());
    const errorOf = (baseline: number, axis: number): number => {
      const terms = scores.map((score, index) => (seen[index]! - baseline) * score[axis]!);
      const average = terms.reduce((sum, term) => sum + term, 0) / draws;
      return Math.sqrt(terms.reduce((sum, term) => sum + (term - average) ** 2, 0) / draws / draws);
    };
    // The constant with the least variance, over both coordinates: E[R |s|²] / E[|s|²].
    const sizes = scores.map((score) => score[0]! ** 2 + score[1]! ** 2);
    const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
    const best = total(sizes.map((size, index) => size * seen[index]!)) / total(sizes);
    const baseline = tf.fill([draws], best) as tf.Tensor1D;
    const [plain, reduced] = [gradientOf(locations, rewards), gradientOf(locations, rewards, baseline)];
    for (const axis of [0, 1]) {
      expect(Math.abs(plain[axis]! - exact[axis]!)).toBeLessThan(4 * errorOf(0, axis));
      expect(Math.abs(reduced[axis]! - exact[axis]!)).toBeLessThan(4 * errorOf(best, axis));
    }
    // The baseline is taken from the reward, no more and no less.
    expectClose(reduced, gradientOf(locations, tf.sub(rewards, baseline) as tf.Tensor1D), { rtol: 1e-4 });
    expect(Math.abs(reduced[0]! - plain[0]!)).toBeGreaterThan(1e-4);
    const variance = (constant: number) => errorOf(constant, 0) ** 2 + errorOf(constant, 1) ** 2;
    expect(variance(best)).toBeLessThan(variance(0));
  });

  it('teaches the location network, which the output of the mechanism does not', () => {
    const config = { patchSize: 2, stateSize: 5, hidden: 7, glimpseSize: 3 };
    const params = initHardAttention(config, rng(1));
    const input = { image: randomNormal(rng(2), [4, 6, 6, 1]), state: randomNormal(rng(3), [4, 5]) };
    const noise = randomNormal(child(rng(4), 'noise'), [4, 2]);
    const { grads } = valueAndGrads((at: typeof params) => {
      const { mean: means, location } = gHardAttention(at, input, { ...config, deviation, noise });
      return reinforceLoss({ mean: means, location, deviation }, tf.tensor1d([1, 0, 1, 0]));
    }, params);
    const found = new Map(leaves(grads).map(([path, leaf]) => [path, tf.max(tf.abs(leaf)).dataSync()[0]!]));
    expect(found.get('location/kernel')).toBeGreaterThan(1e-3);
    expect(found.get('location/bias')).toBeGreaterThan(1e-3);
    expect(found.get('patch/kernel')).toBe(0);
  });

  it('lets no gradient flow into rewards, baselines and places, and leaves no tensor behind', () => {
    const two = tf.tensor2d([[0.1, 0.2]]);
    const one = tf.tensor1d([0.5]);
    const loss = (at: { location: tf.Tensor2D; reward: tf.Tensor1D; baseline: tf.Tensor1D }) =>
      reinforceLoss({ mean: two, location: at.location, deviation }, at.reward, at.baseline);
    const tree = { location: tf.tensor2d([[0.4, 0.1]]), reward: one, baseline: tf.tensor1d([0.1]) };
    const { grads } = valueAndGrads(loss, tree);
    for (const [, leaf] of leaves(grads)) expectClose(leaf, tf.zeros(leaf.shape));
    expectNoLeak(() => loss(tree));
  });

  it('knows the logarithm of the density', () => {
    const at = logLikelihood(tf.tensor2d([[0, 0]]), tf.tensor2d([[0.3, -0.3]]), 0.3);
    expectClose(at, [2 * Math.log(density(1) / 0.3)]);
  });
});

describe('the glimpse sensor', () => {
  const ramp = () => tf.range(0, 64).reshape([1, 8, 8, 1]) as tf.Tensor4D;

  it('looks at the middle for (0, 0)', () => {
    const seen = glimpseSensor(ramp(), tf.tensor2d([[0, 0]]), { patchSize: 2 });
    expect(seen.arraySync()).toEqual([
      [
        [
          [[27], [28]],
          [[35], [36]],
        ],
      ],
    ]);
  });

  it('sees zeros beyond the image', () => {
    const seen = glimpseSensor(ramp(), tf.tensor2d([[-1, -1]]), { patchSize: 2 });
    expect(seen.flatten().arraySync()).toEqual([0, 0, 0, 0]);
    const corner = glimpseSensor(tf.add(ramp(), 1), tf.tensor2d([[-1, -1]]), { patchSize: 2 });
    expect(corner.flatten().arraySync()).toEqual([0, 0, 0, 1]);
  });

  it('goes down with the first coordinate and across with the second', () => {
    const seen = glimpseSensor(ramp(), tf.tensor2d([[0.5, 0]]), { patchSize: 2 });
    expect(seen.flatten().arraySync()).toEqual([43, 44, 51, 52]);
  });

  it('gives each scale at the same size, the average of what it covers', () => {
    const seen = glimpseSensor(ramp(), tf.tensor2d([[0, 0]]), { patchSize: 2, scales: 2 });
    expect(seen.shape).toEqual([1, 2, 2, 2, 1]);
    expectClose(seen.slice([0, 1], [1, 1]).flatten(), [22.5, 24.5, 38.5, 40.5]);
  });

  it('is as large for a large image as for a small one', () => {
    const at = tf.tensor2d([[0, 0]]);
    for (const size of [12, 60, 100]) {
      expect(glimpseSensor(tf.zeros([1, size, size, 1]), at, { patchSize: 4, scales: 3 }).shape).toEqual([
        1, 3, 4, 4, 1,
      ]);
    }
  });
});
