import { child, type Rng, stream } from '@atlas/tensor';
import { type ImageSet } from '../data/image-set.js';
import { demandClutter, demandFor, demandSize } from './demand.js';
import { type Random, writeDigit } from './handwriting.js';
import { develop, paste } from './ink.js';
import { type Canvas, canvas } from './rasterise.js';

/** How a scene of `madeDigits` looks. Lengths are in pixels or, where said, parts of the scene's smaller side. */
export interface MadeDigitsOptions {
  /** Side of the square scene in pixels. Default 28. */
  readonly size?: number;
  /** Height of the digit as a part of the scene: chosen evenly between the two. Default [0.55, 0.75]. */
  readonly scale?: readonly [smallest: number, largest: number];
  /** 0 keeps the digit in the middle, 1 puts it anywhere it fits. Default 0.5. */
  readonly translation?: number;
  /** Number of pieces of other digits strewn over the scene. Default 0. */
  readonly clutter?: number;
  /** Side of a piece as a part of the scene. Default 0.28. */
  readonly clutterSize?: number;
  /** How much the handwriting varies, 0 to 1. Default 1. */
  readonly jitter?: number;
  /** Every pixel gets a number from [-noise, noise] added. Default 0. */
  readonly noise?: number;
  /** The classes to draw from. Default all ten. */
  readonly digits?: readonly number[];
}

/** Where a digit stands: centre and height in pixels. */
export interface DigitPlace {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** Made digits, with what is known about every scene because it was made. */
export interface MadeDigits extends ImageSet {
  /** 1 where the digit's own ink covers at least half of the pixel, laid out as `images`. Clutter is not in it. */
  readonly masks: Uint8Array;
  readonly places: readonly DigitPlace[];
}

/**
 * Draws `count` scenes with one handwritten digit each. Scene i depends on the seed and on i alone, so a longer set
 * begins with the shorter one, and only arithmetic that IEEE 754 fixes is used: the same seed gives the same bytes
 * on every machine.
 *
 * @throws RangeError if an option is outside its range.
 */
export function madeDigits(count: number, rng: Rng, options: MadeDigitsOptions = {}): MadeDigits {
  const scene = resolve(count, options);
  const pixels = scene.size * scene.size;
  const images = new Uint8Array(count * pixels);
  const masks = new Uint8Array(count * pixels);
  const labels = new Uint8Array(count);
  const places: DigitPlace[] = [];
  for (let i = 0; i < count; i++) {
    const random = stream(child(rng, i));
    const label = scene.digits[Math.floor(random() * scene.digits.length)]!;
    const digit = canvas(scene.size, scene.size);
    const place = choosePlace(scene, random);
    const ink = 1 - 0.25 * scene.jitter * random();
    writeDigit(digit, label, { centre: [place.x, place.y], height: place.height, jitter: scene.jitter, ink }, random);
    for (let at = 0; at < pixels; at++) masks[i * pixels + at] = digit.data[at]! >= 0.5 * ink ? 1 : 0;
    for (let piece = 0; piece < scene.clutter; piece++) strew(digit, place.height, scene, random);
    develop(digit, scene.noise, random, images.subarray(i * pixels, (i + 1) * pixels));
    labels[i] = label;
    places.push(place);
  }
  return { count, height: scene.size, width: scene.size, classes: 10, images, labels, masks, places };
}

type Scene = Required<MadeDigitsOptions>;

const demand = demandFor('madeDigits');

function choosePlace(scene: Scene, random: Random): DigitPlace {
  const [smallest, largest] = scene.scale;
  const height = scene.size * (smallest + (largest - smallest) * random());
  const room = Math.max(0, scene.size - height) * scene.translation;
  const at = (): number => scene.size / 2 + room * (random() - 0.5);
  return { x: at(), y: at(), height };
}

/** Pastes a random window of another digit somewhere, as in Mnih et al. (2014), section 4.1. */
function strew(target: Canvas, height: number, scene: Scene, random: Random): void {
  const side = Math.max(1, Math.round(scene.size * scene.clutterSize));
  const piece = canvas(side, side);
  const centre = [side / 2 + height * 0.6 * (random() - 0.5), side / 2 + height * 0.8 * (random() - 0.5)] as const;
  const ink = 1 - 0.25 * scene.jitter * random();
  writeDigit(piece, Math.floor(random() * 10), { centre, height, jitter: scene.jitter, ink }, random);
  const left = Math.floor(random() * (target.width - side + 1));
  const top = Math.floor(random() * (target.height - side + 1));
  paste(target, piece, left, top);
}

function resolve(count: number, options: MadeDigitsOptions): Scene {
  const scene: Scene = {
    size: 28,
    scale: [0.55, 0.75],
    translation: 0.5,
    clutter: 0,
    clutterSize: 0.28,
    jitter: 1,
    noise: 0,
    digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    ...options,
  };
  demand(Number.isInteger(count) && count >= 0, 'count', 'a whole number of scenes', count);
  demandSize(demand, scene.size, scene.scale);
  for (const name of ['translation', 'jitter', 'noise', 'clutterSize'] as const) {
    demand(scene[name] >= 0 && scene[name] <= 1, name, 'a number from 0 to 1', scene[name]);
  }
  demandClutter(demand, scene.clutter);
  const known = scene.digits.length > 0 && scene.digits.every((d) => Number.isInteger(d) && d >= 0 && d <= 9);
  demand(known, 'digits', 'at least one digit from 0 to 9', scene.digits);
  return scene;
}
