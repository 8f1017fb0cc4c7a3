import * as tf from '@tensorflow/tfjs-core';
import { expectShape } from '@atlas/tensor';

/** What a non-local operation runs over: the positions of each frame, the frames of each position, or all together. */
export type Over = 'space' | 'time' | 'space-time';

/** An image [batch, height, width, channel] or a video [batch, time, height, width, channel]. */
export type ImageOrVideo = tf.Tensor4D | tf.Tensor5D;

/**
 * The positions that may see each other, gathered in sets.
 * @param x an image or a video
 * @returns [batch, set, position, channel]: one set for an image and for 'space-time', one for each frame for 'space',
 *   one for each place for 'time'
 */
export function toSets(x: ImageOrVideo, over: Over): tf.Tensor4D {
  if (x.rank === 4) {
    const [batch, height, width, channels] = x.shape;
    return tf.reshape(x, [batch, 1, height * width, channels]);
  }
  const [batch, time, height, width, channels] = x.shape as [number, number, number, number, number];
  switch (over) {
    case 'space':
      return tf.reshape(x, [batch, time, height * width, channels]);
    case 'space-time':
      return tf.reshape(x, [batch, 1, time * height * width, channels]);
    case 'time':
      // [batch, place, time, channel]
      return tf.transpose(tf.reshape(x, [batch, time, height * width, channels]), [0, 2, 1, 3]) as tf.Tensor4D;
  }
}

/** The inverse of `toSets`, for as many positions as `like` has; the number of channels is that of the sets. */
export function fromSets(sets: tf.Tensor4D, like: ImageOrVideo, over: Over): ImageOrVideo {
  const channels = sets.shape[3];
  const shape = [...like.shape.slice(0, -1), channels];
  const ordered: tf.Tensor = like.rank === 5 && over === 'time' ? tf.transpose(sets, [0, 2, 1, 3]) : sets;
  return tf.reshape<tf.Rank>(ordered, shape) as ImageOrVideo;
}

/** 2x2 maximum over space, with stride 2; an odd last row or column is left out. Time is not touched. */
export function poolSpace(x: ImageOrVideo): ImageOrVideo {
  if (x.rank === 4) return tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid');
  const [batch, time, height, width, channels] = x.shape as [number, number, number, number, number];
  const frames = tf.reshape(x, [batch * time, height, width, channels]) as tf.Tensor4D;
  const pooled = tf.maxPool(frames, 2, 2, 'valid');
  return tf.reshape(pooled, [batch, time, pooled.shape[1], pooled.shape[2], channels]) as tf.Tensor5D;
}

/** @throws RangeError when x is neither an image nor a video of that many channels, or when time is asked of an image */
export function expectImageOrVideo(x: ImageOrVideo, channels: number, over: Over, mechanism: string): void {
  if (x.rank === 5) {
    expectShape(x, ['batch', 'time', 'height', 'width', channels], `${mechanism} x`);
    return;
  }
  if (over === 'time') {
    throw new RangeError(
      `${mechanism} x: expected shape [batch, time, height, width, ${channels}] to run over time, found [${x.shape.join(', ')}].`,
    );
  }
  expectShape(x, ['batch', 'height', 'width', channels], `${mechanism} x`);
}
