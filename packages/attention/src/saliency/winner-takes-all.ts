import * as tf from '@tensorflow/tfjs-core';
import { expectShape, requireBetween, requireInteger } from '@atlas/tensor';

export interface WinnerTakesAllOptions {
  /** How often the focus of attention is set. Default 1. */
  readonly fixations?: number;
  /** Radius of the focus, as a share of the smaller side. Default 1/6. */
  readonly radius?: number;
  /** How many shifts of the focus a place stays inhibited. Default 10. */
  readonly inhibition?: number;
  /** Excitation of the near surround after a fixation, as a share of the map's maximum. Default 0.05. */
  readonly proximity?: number;
}

/**
 * The scan path over a saliency map (Itti, Koch and Niebur, 1998): the most salient place wins, the focus of attention
 * moves there, and that place is inhibited for a while (inhibition of return), with a slight preference for places near
 * it. The paper's network of leaky integrate-and-fire neurons is reduced to what decides: among equal neurons the one
 * with the largest input fires first.
 * @param saliency [batch, height, width], none negative
 * @returns [batch, fixation, 2]: row and column on the map
 */
export function winnerTakesAll(saliency: tf.Tensor3D, options: WinnerTakesAllOptions = {}): tf.Tensor3D {
  const { fixations = 1, radius = 1 / 6, inhibition = 10, proximity = 0.05 } = options;
  expectShape(saliency, ['batch', 'height', 'width'], 'winner-takes-all saliency');
  requireInteger(fixations, 'winner-takes-all fixations');
  requireInteger(inhibition, 'winner-takes-all inhibition', 0);
  requireBetween(radius, 0, 1, 'winner-takes-all radius');
  requireBetween(proximity, 0, 1, 'winner-takes-all proximity');
  const [batch, height, width] = saliency.shape;
  const size = radius * Math.min(height, width);
  return tf.tidy(() => {
    const peak = tf.max(saliency, [1, 2], true); // [batch, 1, 1]
    // Below zero, so that even an empty map does not return to an inhibited place while another is left.
    const inhibited = tf.fill([batch, height, width], -1);
    const places: tf.Tensor2D[] = [];
    let lastSeen: tf.Tensor = tf.fill([batch, height, width], -Infinity); // the last fixation whose focus held the place
    for (let fixation = 0; fixation < fixations; fixation++) {
      let field: tf.Tensor = saliency;
      const last = places.at(-1);
      if (last && proximity > 0) {
        const near = tf.exp(tf.div(squaredDistance(last, height, width), -2 * Math.max(1, 2 * size) ** 2));
        field = tf.add(field, tf.mul(near, tf.mul(peak, proximity)));
      }
      field = tf.where(tf.greaterEqual(lastSeen, fixation - inhibition), inhibited, field);
      const winner = tf.argMax(tf.reshape(field, [batch, height * width]), 1); // [batch]
      const row = tf.floorDiv(winner, tf.scalar(width, 'int32'));
      const column = tf.sub(winner, tf.mul(row, tf.scalar(width, 'int32')));
      const place = tf.cast(tf.stack([row, column], 1), 'float32') as tf.Tensor2D;
      const focus = tf.cast(disk(place, height, width, size), 'bool');
      lastSeen = tf.where(focus, tf.fill([batch, height, width], fixation), lastSeen);
      places.push(place);
    }
    return tf.stack(places, 1) as tf.Tensor3D;
  });
}

/**
 * One inside of the focus around a place and zero outside.
 * @param place [batch, 2]
 * @returns [batch, height, width]
 */
export function disk(place: tf.Tensor2D, height: number, width: number, radius: number): tf.Tensor3D {
  return tf.tidy(
    () => tf.cast(tf.lessEqual(squaredDistance(place, height, width), radius * radius), 'float32') as tf.Tensor3D,
  );
}

function squaredDistance(place: tf.Tensor2D, height: number, width: number): tf.Tensor3D {
  const [row, column] = tf.split(place, 2, 1); // [batch, 1] each
  const down = tf.square(tf.sub(tf.reshape(tf.range(0, height), [1, height]), row!)); // [batch, height]
  const across = tf.square(tf.sub(tf.reshape(tf.range(0, width), [1, width]), column!));
  return tf.add(tf.expandDims(down, 2), tf.expandDims(across, 1)) as tf.Tensor3D;
}
