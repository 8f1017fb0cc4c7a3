import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, rng } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CovarianceMaps, covarianceMaps, mapBatch } from './covariance-maps.js';

beforeAll(async () => {
  await chooseBackend();
});

/** The mean of f over all positions of the maps with one second bit. */
function average(set: CovarianceMaps, second: number, f: (at: (channel: number) => number) => number): number {
  const positions = set.side * set.side;
  let [sum, count] = [0, 0];
  for (let i = 0; i < set.count; i++) {
    if (Math.floor(set.labels[i]! / 2) !== second) continue;
    for (let place = 0; place < positions; place++) {
      sum += f((channel) => set.maps[(i * positions + place) * set.channels + channel]!);
      count++;
    }
  }
  return sum / count;
}

describe('covarianceMaps', () => {
  const set = covarianceMaps(600, rng(1));

  it('tells the second bit by covariance alone', () => {
    for (const second of [0, 1]) {
      for (const channel of [1, 4, 7]) {
        expect(average(set, second, (at) => at(channel))).toBeCloseTo(1, 1);
        expect(average(set, second, (at) => (at(channel) - 1) ** 2)).toBeCloseTo(1, 1);
      }
    }
    const together = (second: number, a: number, b: number): number =>
      average(set, second, (at) => (at(a) - 1) * (at(b) - 1));
    expect([together(0, 2, 3), together(1, 2, 3)].map((value) => Number(value.toFixed(1)))).toEqual([0.6, 0]);
    expect([together(0, 2, 6), together(1, 2, 6)].map((value) => Number(value.toFixed(1)))).toEqual([0, 0.6]);
  });

  it('tells it by a mean where asked to', () => {
    const means = covarianceMaps(600, rng(1), { differ: 'mean' });
    expect(average(means, 1, (at) => at(7)) - average(means, 0, (at) => at(7))).toBeCloseTo(0.3, 1);
    expect(average(means, 1, (at) => (at(2) - 1) * (at(6) - 1))).toBeCloseTo(0, 1);
  });

  it('begins a longer set with the shorter one, and gives batches of it', () => {
    const longer = covarianceMaps(610, rng(1));
    expect(longer.maps.subarray(0, set.maps.length)).toEqual(set.maps);
    const { images, labels } = mapBatch(set, [3, 0]);
    expect(images.shape).toEqual([2, 8, 8, 8]);
    expect(images.dataSync().subarray(512)).toEqual(set.maps.subarray(0, 512));
    expect([...labels.dataSync()]).toEqual([set.labels[3], set.labels[0]]);
    tf.dispose([images, labels]);
  });

  it('refuses channels that cannot pair', () => {
    expect(() => covarianceMaps(1, rng(1), { channels: 7 })).toThrow(/even number of at least 4, found 7/);
  });
});
