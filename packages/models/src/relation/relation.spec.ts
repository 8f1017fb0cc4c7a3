import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { isTrainable, mechanisms, randomParams } from '@atlas/attention';
import { leaves, randomNormal, randomUniform, rng, valueAndGrads } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { initSegmenter, segmenter, type SegmenterConfig } from './segmenter.js';
import { initVideoNetwork, videoNetwork, type VideoNetworkConfig } from './video-network.js';

beforeAll(() => tf.setBackend('cpu'));

const still = (grads: { [name: string]: unknown }) =>
  leaves(grads as never)
    .filter(([path, leaf]) => isTrainable(path) && !(tf.max(tf.abs(leaf)).dataSync()[0]! > 0))
    .map(([path]) => path);

describe('segmenter', () => {
  const images = () => randomUniform(rng(2), [2, 6, 10, 1]) as tf.Tensor4D;
  const config = { channels: 8, classes: 3, attention: ['position', 'channel'] } as const satisfies SegmenterConfig;

  it('scores every second pixel and gives the weights of its modules', () => {
    const { output, weights } = segmenter(initSegmenter(config, rng(1)), images());
    expect([output.shape, weights['position']!.shape, weights['channel']!.shape]).toEqual([
      [2, 3, 5, 3],
      [2, 15, 15],
      [2, 8, 8],
    ]);
    expect(segmenter(initSegmenter({ channels: 8, classes: 3 }, rng(1)), images()).weights).toEqual({});
  });

  it('starts as the network without the module', () => {
    const plain = segmenter(initSegmenter({ channels: 8, classes: 3 }, rng(1)), images()).output;
    for (const module of ['position', 'channel'] as const) {
      const attentive = segmenter(initSegmenter({ ...config, attention: [module] }, rng(1)), images()).output;
      expectClose(attentive, plain, { atol: 1e-6 });
    }
  });

  it('trains every parameter once the modules take part', () => {
    const params = randomParams(initSegmenter(config, rng(1)), rng(3), 0.4);
    const { grads } = valueAndGrads((p) => tf.sum(tf.square(segmenter(p, images()).output)) as tf.Scalar, params);
    // A bias of the keys adds the same number to all scores of a query, to which the softmax is blind.
    expect(still(grads).filter((path) => path !== 'position/key/bias')).toEqual([]);
  });
});

describe('videoNetwork', () => {
  const videos = () => randomNormal(rng(4), [2, 3, 4, 5, 1]) as tf.Tensor5D;
  const over = (space: 'space' | 'time' | 'space-time'): VideoNetworkConfig => ({
    channels: 6,
    classes: 4,
    attention: { mechanism: mechanisms.nl, config: { channels: 6, over: space } },
  });
  const create = (config: VideoNetworkConfig) => randomParams(initVideoNetwork(config, rng(1)), rng(3), 0.4);
  const reversed = () => tf.reverse(videos(), 1);

  it('compares frames only by attention over time', () => {
    const config: VideoNetworkConfig = { channels: 6, classes: 4 };
    const one = (frame: number) => tf.slice(videos(), [0, frame, 0, 0, 0], [-1, 1, -1, -1, -1]) as tf.Tensor5D;
    // One frame by itself has the clock of the first frame.
    const first = videoNetwork(create(config), one(0), { config }).output;
    const again = videoNetwork(create(config), tf.concat([one(0)], 1) as tf.Tensor5D, { config }).output;
    expectClose(first, again);
    expect(videoNetwork(create(config), videos(), { config }).weights).toBeUndefined();
    for (const space of ['space', 'time', 'space-time'] as const) {
      const sets = { space: [2, 3, 20, 20], time: [2, 20, 3, 3], 'space-time': [2, 1, 60, 60] }[space];
      const { output, weights } = videoNetwork(create(over(space)), videos(), { config: over(space) });
      expect([output.shape, (weights as tf.Tensor).shape]).toEqual([[2, 4], sets]);
    }
  });

  it('knows the order of the frames', () => {
    const config = over('time');
    const straight = videoNetwork(create(config), videos(), { config }).output;
    const backwards = videoNetwork(create(config), reversed() as tf.Tensor5D, { config }).output;
    expect(tf.max(tf.abs(tf.sub(straight, backwards))).dataSync()[0]!).toBeGreaterThan(1e-4);
  });

  it('trains every parameter', () => {
    const config = over('space-time');
    const { grads } = valueAndGrads(
      (p) => tf.sum(tf.square(videoNetwork(p, videos(), { config }).output)) as tf.Scalar,
      create(config),
    );
    expect(still(grads)).toEqual([]);
  });
});
