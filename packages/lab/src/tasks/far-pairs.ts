import { child, type Rng, stream } from '@atlas/tensor';
import { type ImageSet } from '../data/image-set.js';
import { barSigns, digitSigns, type Place } from './signs.js';

/** Scenes of two signs, bars or digits; the class is 1 where both are of one kind. */
export interface FarPairs extends ImageSet {
  /** For each pixel, laid out as `images`: 0 ground, 1 a sign with an equal, 2 a sign without. */
  readonly masks: Uint8Array;
  /** From centre to centre in pixels. */
  readonly distances: Float32Array;
}

export interface FarPairsOptions {
  /** Side of the square scene in pixels. Default 24. */
  readonly size?: number;
  /** Digits, made or real, to stand in place of the bars: those of the first four classes, 8 pixels high. */
  readonly digits?: ImageSet;
  /** Smallest distance of the two centres of a far pair, in pixels. Default 11. */
  readonly apart?: number;
  /**
   * Part of the pairs that are not far, but beside each other: bars 3 to 5 pixels from centre to centre, digits 5 to 7.
   * Default 0.45.
   */
  readonly close?: number;
  /** Part of the scenes that lack the second sign, so that nobody can tell. Default 0. */
  readonly hidden?: number;
  /** Every pixel gets a number from [-noise, noise] added. Default 0.39. */
  readonly noise?: number;
}

/**
 * Two short bars, each in one of four directions, anywhere on an empty scene; or two digits, each a 0, 1, 2 or 3. The
 * question is whether they point the same way, or are the same digit. A sum over parts of the scene does not answer it:
 * every kind is as common among equal pairs as among others. Only who sees both together can know. Close pairs can be
 * seen together by a small neighbourhood, so that a network that sees no more is better than a guess; far pairs cannot.
 *
 * @throws RangeError unless two signs fit that far apart, `close` and `hidden` are parts, and there are such digits
 */
export function farPairs(
  count: number,
  rng: Rng,
  { size = 24, digits, apart = 11, close = 0.45, hidden = 0, noise = 0.39 }: FarPairsOptions = {},
): FarPairs {
  const { margin, beside, draw } = digits ? digitSigns(digits) : barSigns;
  const room = size - 2 * margin;
  if (!Number.isInteger(size) || !(apart >= 0 && apart <= 0.9 * room)) {
    throw new RangeError(
      `farPairs: expected a whole size with room for two signs ${apart} pixels apart, found a size of ${size}.`,
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
    const between = random() < close ? beside : ([apart, Infinity] as const);
    const [here, there, distance] = twoPlaces(random, margin, room, between);
    const both = [draw(first, here, random), draw(second, there, random)];
    const signs = hidden > 0 && random() < hidden ? both.slice(0, 1) : both;
    for (let pixel = 0; pixel < size * size; pixel++) {
      const ink = Math.max(...signs.map((inkAt) => inkAt((pixel % size) + 0.5, Math.floor(pixel / size) + 0.5)));
      const value = 0.8 * ink + noise * (2 * random() - 1);
      images[i * size * size + pixel] = Math.round(255 * Math.min(1, Math.max(0, value)));
      masks[i * size * size + pixel] = ink < 0.5 ? 0 : same ? 1 : 2;
    }
    labels[i] = same ? 1 : 0;
    distances[i] = distance;
  }
  return { count, height: size, width: size, classes: 2, images, labels, masks, distances };
}

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
