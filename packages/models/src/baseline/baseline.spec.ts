import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { countParameters, leaves, randomUniform, rng, valueAndGrads } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { linear, weightsOf } from '../../test/plain-recurrent.js';
import { convolutional, initConvolutional } from './convolutional.js';
import { fullyConnected, initFullyConnected } from './fully-connected.js';

beforeAll(() => tf.setBackend('cpu'));

const images = (side: number) => randomUniform(rng(2), [3, side, side, 1]) as tf.Tensor4D;
const relu = (values: number[]) => values.map((value) => Math.max(0, value));

describe('the fully connected network', () => {
  const create = () => initFullyConnected({ side: 5, hidden: 7, classes: 4 }, rng(1));

  it('equals plain loops', () => {
    const params = create();
    const weights = weightsOf(params);
    const expected = (tf.reshape(images(5), [3, 25]).arraySync() as number[][]).map((x) =>
      linear(weights, 'classifier', relu(linear(weights, 'second', relu(linear(weights, 'first', x))))),
    );
    expectClose(fullyConnected(params, images(5)), expected, { rtol: 1e-4, atol: 1e-5 });
  });

  it('has the parameters of two layers of 256 on 60 x 60 pixels', () => {
    expect(countParameters(initFullyConnected({ side: 60 }, rng(1)))).toBe(3601 * 256 + 257 * 256 + 257 * 10);
  });

  it('refuses images of another size', () => {
    expect(() => fullyConnected(create(), images(6))).toThrow(
      'fully connected images: expected shape [batch, 5, 5, 1], found [3, 6, 6, 1].',
    );
  });
});

describe('the convolutional network', () => {
  const config = { side: 7, filters: 2, kernelSize: 3, stride: 2, hidden: 5, classes: 4 };
  const create = () => initConvolutional(config, rng(1));

  it('equals plain loops', () => {
    const params = create();
    const weights = weightsOf(params);
    const kernel = params.filters.kernel.arraySync() as number[][][][];
    const expected = (images(7).arraySync() as number[][][][]).map((image) => {
      const maps: number[] = [];
      for (const top of [0, 2, 4]) {
        for (const left of [0, 2, 4]) {
          for (const filter of [0, 1]) {
            let sum = 0;
            for (const i of [0, 1, 2])
              for (const j of [0, 1, 2]) sum += kernel[i]![j]![0]![filter]! * image[top + i]![left + j]![0]!;
            maps.push(sum);
          }
        }
      }
      return linear(weights, 'classifier', relu(linear(weights, 'hidden', relu(maps))));
    });
    expectClose(convolutional(params, images(7), config), expected, { rtol: 1e-4, atol: 1e-5 });
  });

  it('trains every parameter', () => {
    const { grads } = valueAndGrads(
      (p) => tf.sum(tf.square(convolutional(p, images(7), config))) as tf.Scalar,
      create(),
    );
    for (const [path, leaf] of leaves(grads))
      expect([path, tf.max(tf.abs(leaf)).dataSync()[0]! > 0]).toEqual([path, true]);
  });

  it('refuses a filter that is larger than the image', () => {
    expect(() => initConvolutional({ side: 8 }, rng(1))).toThrow('expected at most the side of 8, found 10');
  });
});
