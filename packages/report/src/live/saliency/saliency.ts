import { conspicuityMaps, gIttiKoch, winnerTakesAll } from '@atlas/attention';
import * as tf from '@tensorflow/tfjs-core';
import { type Picture } from './example-picture.js';
import { type PlaceMap, type Saliency } from './saliency-maps.js';

/** The model of Itti, Koch and Niebur on a picture, with the library's own functions. */
export function saliencyOf({ width, height, pixels }: Picture, fixations: number): Saliency {
  return tf.tidy(() => {
    const image = tf.tensor4d(pixels, [1, height, width, 3]);
    const conspicuity = conspicuityMaps(image);
    const saliency = gIttiKoch({}, image); // [1, height / 16, width / 16]
    const places = winnerTakesAll(saliency, { fixations }).arraySync()[0] ?? []; // [fixation, row and column]
    const path = places.map(([row = 0, column = 0]) => ({
      x: Math.min(width, column * 16 + 8),
      y: Math.min(height, row * 16 + 8),
    }));
    const maps = {
      saliency: mapOf(saliency),
      intensity: mapOf(conspicuity.intensity),
      colour: mapOf(conspicuity.colour),
      orientation: mapOf(conspicuity.orientation),
    };
    return { maps, path, radius: Math.min(width, height) / 6 };
  });
}

function mapOf(map: tf.Tensor3D): PlaceMap {
  const [, height, width] = map.shape;
  const values = [...map.dataSync()];
  const largest = Math.max(...values, 1e-12);
  return { width, height, values: values.map((value) => value / largest) };
}
