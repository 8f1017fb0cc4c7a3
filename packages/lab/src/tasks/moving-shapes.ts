import { child, type Rng, stream } from '@atlas/tensor';
import { type ImageSet } from '../data/image-set.js';

/** Videos of one shape; the class is the way it moves: 0 right, 1 left, 2 down, 3 up. */
export interface MovingShapes extends ImageSet {
  /** A video of `frames` pictures stands in `images` as one picture of frames x height rows. */
  readonly frames: number;
  /** 1 where the shape points the way it goes, so that a single frame tells. */
  readonly pointed: Uint8Array;
}

export interface MovingShapesOptions {
  /** Default 6. */
  readonly frames?: number;
  /** Side of a square frame in pixels; the shape leaves at one side and comes back at the other. Default 12. */
  readonly size?: number;
  /** Part of the videos whose shape points the way it goes. Default 0.3. */
  readonly pointed?: number;
  /** Every pixel gets a number from [-noise, noise] added. Default 0.1. */
  readonly noise?: number;
}

const ways = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/**
 * A small shape that moves one pixel with each frame, right, left, down or up, from anywhere. Most shapes look the same
 * from all sides: no frame tells the way, only frames compared do. Some have a tip in front, so that a network without
 * any sense of time is above chance.
 */
export function movingShapes(
  count: number,
  rng: Rng,
  { frames = 6, size = 12, pointed = 0.3, noise = 0.1 }: MovingShapesOptions = {},
): MovingShapes {
  if (!Number.isInteger(size) || size < 5 || !Number.isInteger(frames) || frames < 2) {
    throw new RangeError(
      `movingShapes: expected at least 2 frames of at least 5 pixels, found ${frames} of ${size} pixels.`,
    );
  }
  const images = new Uint8Array(count * frames * size * size);
  const labels = new Uint8Array(count);
  const tips = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const random = stream(child(rng, i));
    const way = Math.floor(random() * 4);
    const [dx, dy] = ways[way]!;
    const tip = random() < pointed;
    const start = [Math.floor(random() * size), Math.floor(random() * size)] as const;
    for (let frame = 0; frame < frames; frame++) {
      const [x, y] = [start[0] + frame * dx, start[1] + frame * dy];
      const picture = new Float32Array(size * size);
      const mark = (column: number, row: number, ink: number): void => {
        picture[wrap(row, size) * size + wrap(column, size)] = ink;
      };
      for (let row = -1; row <= 1; row++) for (let column = -1; column <= 1; column++) mark(x + column, y + row, 0.8);
      if (tip) mark(x + 2 * dx, y + 2 * dy, 0.8);
      const first = (i * frames + frame) * size * size;
      picture.forEach((ink, pixel) => {
        const value = ink + noise * (2 * random() - 1);
        images[first + pixel] = Math.round(255 * Math.min(1, Math.max(0, value)));
      });
    }
    labels[i] = way;
    tips[i] = tip ? 1 : 0;
  }
  return { count, height: frames * size, width: size, classes: 4, images, labels, frames, pointed: tips };
}

function wrap(place: number, size: number): number {
  return ((place % size) + size) % size;
}
