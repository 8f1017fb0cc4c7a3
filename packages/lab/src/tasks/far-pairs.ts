import { child, type Rng, stream } from '@atlas/tensor';
import { type ImageSet } from '../data/image-set.js';

/** Scenes of two bars; the class is 1 where both point the same way. */
export interface FarPairs extends ImageSet {
  /** For each pixel, laid out as `images`: 0 ground, 1 a bar with an equal, 2 a bar without. */
  readonly masks: Uint8Array;
  /** From centre to centre in pixels. */
  readonly distances: Float32Array;
}

export interface FarPairsOptions {
  /** Side of the square scene in pixels. Default 24. */
  readonly size?: number;
  /** Smallest distance of the two centres of a far pair, in pixels. Default 11. */
  readonly apart?: number;
  /** Part of the pairs that are not far, but 3 to 5 pixels from centre to centre. Default 0.45. */
  readonly close?: number;
  /** Part of the scenes that lack the second bar, so that nobody can tell. Default 0. */
  readonly hidden?: number;
  /** Every pixel gets a number from [-noise, noise] added. Default 0.39. */
  readonly noise?: number;
}

/** Half the length of a bar, and how far its ink reaches to the sides, in pixels. */
const [reach, thickness] = [3, 1];
/** Distances of the centres of a close pair: beside each other, and both within a small neighbourhood. */
const [closest, closeUpTo] = [3, 5];
const diagonal = Math.SQRT1_2;
const directions = [
  [1, 0],
  [0, 1],
  [diagonal, diagonal],
  [diagonal, -diagonal],
] as const;

/**
 * Two short bars, each in one of four directions, anywhere on an empty scene. The question is whether they point the
 * same way. A sum over parts of the scene does not answer it: every direction is as common among equal pairs as among
 * others. Only who sees both bars together can know. Close pairs can be seen together by a small neighbourhood, so that
 * a network that sees no more is better than a guess; far pairs cannot.
 *
 * @throws RangeError unless two bars fit that far apart, and `close` and `hidden` are parts
 */
export function farPairs(
  count: number,
  rng: Rng,
  { size = 24, apart = 11, close = 0.45, hidden = 0, noise = 0.39 }: FarPairsOptions = {},
): FarPairs {
  const margin = reach + 1;
  const room = size - 2 * margin;
  if (!Number.isInteger(size) || !(apart >= 0 && apart <= 0.9 * room)) {
    throw new RangeError(
      `farPairs: expected a whole size with room for two bars ${apart} pixels apart, found a size of ${size}.`,
    );
  }
  for (const [name, part] of Object.entries({ close, hidden })) {
    if (!(part >= 0 && part <= 1)) {
      throw new RangeError(`farPairs ${name}: expected a part from 0 to 1, found ${part}.`);
    }
  }
  const images = new Uint8Array(count * size * size);
  const masks = new Uint8Array(count * size * size);
  const labels = new Uint8Array(count);
  const distances = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const random = stream(child(rng, i));
    const same = random() < 0.5;
    const first = Math.floor(random() * 4);
    const second = same ? first : (first + 1 + Math.floor(random() * 3)) % 4;
    const between = random() < close ? ([closest, closeUpTo] as const) : ([apart, Infinity] as const);
    const [here, there, distance] = twoPlaces(random, margin, room, between);
    const both = [
      { at: here, direction: directions[first]! },
      { at: there, direction: directions[second]! },
    ];
    const bars = hidden > 0 && random() < hidden ? both.slice(0, 1) : both;
    for (let pixel = 0; pixel < size * size; pixel++) {
      const ink = Math.max(...bars.map((bar) => inkOf(bar, (pixel % size) + 0.5, Math.floor(pixel / size) + 0.5)));
      const value = 0.8 * ink + noise * (2 * random() - 1);
      images[i * size * size + pixel] = Math.round(255 * Math.min(1, Math.max(0, value)));
      masks[i * size * size + pixel] = ink < 0.5 ? 0 : same ? 1 : 2;
    }
    labels[i] = same ? 1 : 0;
    distances[i] = distance;
  }
  return { count, height: size, width: size, classes: 2, images, labels, masks, distances };
}

type Place = readonly [x: number, y: number];

function twoPlaces(
  random: () => number,
  margin: number,
  room: number,
  [nearest, farthest]: readonly [number, number],
): [Place, Place, number] {
  for (;;) {
    const place = (): Place => [margin + room * random(), margin + room * random()];
    const [here, there] = [place(), place()];
    const distance = Math.sqrt((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2);
    if (distance >= nearest && distance <= farthest) return [here, there, distance];
  }
}

interface Bar {
  readonly at: Place;
  readonly direction: readonly [number, number];
}

/** 1 on the bar, falling to 0 over a pixel at its edge. */
function inkOf({ at, direction }: Bar, x: number, y: number): number {
  const [dx, dy] = [x - at[0], y - at[1]];
  const along = Math.max(-reach, Math.min(reach, dx * direction[0] + dy * direction[1]));
  const distance = Math.sqrt((dx - along * direction[0]) ** 2 + (dy - along * direction[1]) ** 2);
  return Math.max(0, Math.min(1, thickness + 0.5 - distance));
}
