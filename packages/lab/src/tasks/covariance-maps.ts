import * as tf from '@tensorflow/tfjs-core';
import { child, normalValues, type Rng, stream } from '@atlas/tensor';
import { type ImageBatch } from '../training/image-batches.js';

export interface CovarianceMapsOptions {
  /** What sets the two halves of the classes apart beside the brightness of one channel. Default 'covariance'. */
  readonly differ?: 'covariance' | 'mean';
  /** Side of a map. Default 8. */
  readonly side?: number;
  /** An even number of at least 4. Default 8. */
  readonly channels?: number;
}

/** Feature maps of four classes: `maps[((i * side + row) * side + column) * channels + channel]`. */
export interface CovarianceMaps {
  readonly count: number;
  readonly side: number;
  readonly channels: number;
  readonly classes: 4;
  readonly maps: Float32Array;
  readonly labels: Uint8Array;
}

/** How strongly a pair of channels goes together, and how far the means of classes lie apart. */
const CORRELATION = 0.6;
const APART = 0.3;

/**
 * Feature maps that do not show anything but noise, of four classes. The channels have a mean of 1 and a variance of 1.
 *
 * - The first bit of the class moves the mean of the first channel up or down: any network that averages a map sees it.
 * - The second bit says which channels go together: in pairs of neighbours (1 with 2, 3 with 4, …), or each channel of
 *   the first half with one of the second half. All means and variances are the same; only the covariance differs.
 *   With `differ: 'mean'` it moves the mean of the last channel instead, and the covariance is the same for all.
 *
 * Map i depends on the seed and on i alone.
 * @throws RangeError if the number of channels is odd or below 4
 */
export function covarianceMaps(count: number, rng: Rng, options: CovarianceMapsOptions = {}): CovarianceMaps {
  const { differ = 'covariance', side = 8, channels = 8 } = options;
  if (!Number.isInteger(channels / 2) || channels < 4) {
    throw new RangeError(`covarianceMaps channels: expected an even number of at least 4, found ${channels}.`);
  }
  const values = side * side * channels;
  const maps = new Float32Array(count * values);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const ofMap = child(rng, i);
    const label = Math.floor(4 * stream(child(ofMap, 'class'))());
    const [first, second] = [label % 2, Math.floor(label / 2)];
    const noise = normalValues(child(ofMap, 'noise'), values);
    const partner = partners(channels, differ === 'covariance' ? second : 0);
    for (let at = 0; at < values; at++) {
      const channel = at % channels;
      const other = partner[channel]!;
      // Of each pair the later channel follows the earlier one.
      const own = noise[at]!;
      const shared =
        other < channel ? CORRELATION * noise[at - channel + other]! + Math.sqrt(1 - CORRELATION ** 2) * own : own;
      let mean = 1;
      if (channel === 0) mean += APART * (first - 0.5);
      if (channel === channels - 1 && differ === 'mean') mean += APART * (second - 0.5);
      maps[i * values + at] = mean + shared;
    }
    labels[i] = label;
  }
  return { count, side, channels, classes: 4, maps, labels };
}

/** The channel that each channel goes together with. */
function partners(channels: number, pairing: number): number[] {
  const half = channels / 2;
  return Array.from({ length: channels }, (_, channel) =>
    pairing === 0 ? channel + (channel % 2 === 0 ? 1 : -1) : (channel + half) % channels,
  );
}

/** The maps with these indices as tensors: images [batch, side, side, channel], labels [batch]. */
export function mapBatch(set: CovarianceMaps, indices: ArrayLike<number>): ImageBatch {
  const values = set.side * set.side * set.channels;
  const maps = new Float32Array(indices.length * values);
  const labels = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    maps.set(set.maps.subarray(indices[i]! * values, (indices[i]! + 1) * values), i * values);
    labels[i] = set.labels[indices[i]!]!;
  }
  return {
    images: tf.tensor4d(maps, [indices.length, set.side, set.side, set.channels]),
    labels: tf.tensor1d(labels, 'int32'),
  };
}
