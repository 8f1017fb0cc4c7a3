import { expectClose, expectNoLeak, gradCheck, onBackend } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { backends } from '../test/backends.js';
import { compile } from './compile/compile.js';
import { crop } from './crop.js';
import { randomNormal, rng } from './rng.js';

/** Inside, over each edge, over a corner, and wholly outside on every side. */
const corners = [
  [1, 2],
  [-1, 0],
  [3, -2],
  [4, 5],
  [-3, -3],
  [-4, 1],
  [1, 9],
  [20, -20],
];
const images = () => randomNormal(rng(1), [corners.length, 6, 7, 2]) as tf.Tensor4D;
const corner = () => tf.tensor2d(corners, undefined, 'int32');

describe.each(backends)('crop on %s', (backend) => {
  it('takes whole pixels, and zeros from outside, as loops do', () =>
    onBackend(backend, () => {
      const pixels = images().arraySync() as number[][][][];
      for (const size of [1, 3, 4]) {
        const expected = corners.map(([top, left], image) =>
          Array.from({ length: size }, (_, row) =>
            Array.from({ length: size }, (_, column) => pixels[image]?.[top! + row]?.[left! + column] ?? [0, 0]),
          ),
        );
        expectClose(crop(images(), corner(), size), expected);
      }
    }));

  it('has right gradients, also in a compiled graph', () =>
    onBackend(backend, () => {
      const at = corner();
      gradCheck((input) => crop(input as tf.Tensor4D, at, 3), images());
      if (backend !== 'tensorflow') return;
      const whole = compile((input: tf.Tensor4D, place: tf.Tensor2D) => crop(input, place, 3));
      expectClose(whole(images(), at), crop(images(), at, 3));
      whole.dispose();
    }));

  it('leaks nothing', () =>
    onBackend(backend, () => {
      const [x, at] = [images(), corner()];
      expectNoLeak(() => crop(x, at, 3));
    }));

  it('refuses other places and sizes', () =>
    onBackend(backend, () => {
      expect(() => crop(images(), tf.zeros([8, 2]), 3)).toThrow(/corner: expected int32, found float32/);
      expect(() => crop(images(), tf.zeros([3, 2], 'int32'), 3)).toThrow(/crop corner/);
      expect(() => crop(images(), corner(), 0)).toThrow(/crop size/);
    }));
});
