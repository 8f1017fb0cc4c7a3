import { imageAt, type ImageSet } from '../data/image-set.js';
import { resized } from './resize.js';

export type Place = readonly [x: number, y: number];

/** Small figures of four kinds, to be drawn on scenes. */
export interface Signs {
  /** How far the middle of a sign must stay from the edge of the scene, in pixels. */
  readonly margin: number;
  /** Distances of the middles of two signs beside each other, so that a small neighbourhood holds both. */
  readonly beside: readonly [nearest: number, farthest: number];
  /** A sign with its middle at a place: its ink at any point of the scene, from 0 to 1. */
  draw(kind: number, middle: Place, random: () => number): (x: number, y: number) => number;
}

/** Half the length of a bar, and how far its ink reaches to the sides, in pixels. */
const [reach, thickness] = [3, 1];
const diagonal = Math.SQRT1_2;
const directions = [
  [1, 0],
  [0, 1],
  [diagonal, diagonal],
  [diagonal, -diagonal],
] as const;

/** Short bars in four directions; their ink falls to 0 over a pixel at the edge. */
export const barSigns: Signs = {
  margin: reach + 1,
  beside: [3, 5],
  draw(kind, middle) {
    const direction = directions[kind]!;
    return (x, y) => {
      const [dx, dy] = [x - middle[0], y - middle[1]];
      const along = Math.max(-reach, Math.min(reach, dx * direction[0] + dy * direction[1]));
      const distance = Math.sqrt((dx - along * direction[0]) ** 2 + (dy - along * direction[1]) ** 2);
      return Math.max(0, Math.min(1, thickness + 0.5 - distance));
    };
  },
};

/** Side of a digit's picture in pixels; its ink, as in MNIST, fills about 6 of them. */
const side = 8;

/**
 * Digits of the first four classes of a set, each drawn by a hand chosen at random.
 * @throws RangeError if the set lacks one of the four
 */
export function digitSigns(set: ImageSet): Signs {
  const ofKind = [0, 1, 2, 3].map((kind) => [...set.labels].flatMap((label, index) => (label === kind ? [index] : [])));
  const missing = ofKind.findIndex((indices) => indices.length === 0);
  if (missing >= 0)
    throw new RangeError(`farPairs digits: expected a picture of every class from 0 to 3, found no ${missing}.`);
  return {
    margin: side / 2,
    beside: [side - 3, side - 1],
    draw(kind, middle, random) {
      const indices = ofKind[kind]!;
      const picture = Float32Array.from(imageAt(set, indices[Math.floor(random() * indices.length)]!));
      const { data } = resized({ width: set.width, height: set.height, data: picture }, side);
      const strongest = data.reduce((most, ink) => Math.max(most, ink), 1);
      const [left, top] = middle.map((along) => Math.round(along - side / 2)) as [number, number];
      return (x, y) => {
        const [column, row] = [Math.floor(x) - left, Math.floor(y) - top];
        const isInside = column >= 0 && column < side && row >= 0 && row < side;
        return isInside ? data[row * side + column]! / strongest : 0;
      };
    },
  };
}
