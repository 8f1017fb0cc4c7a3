import { child, type Rng, stream } from '@atlas/tensor';
import { imageAt, type ImageSet } from '../data/image-set.js';
import { demandClutter, demandFor, demandSize } from '../digits/demand.js';
import { develop, paste } from '../digits/ink.js';
import { type DigitPlace } from '../digits/made-digits.js';
import { type Canvas, canvas } from '../digits/rasterise.js';
import { resized } from './resize.js';

/** How a scene of `digitScenes` looks. Lengths are in pixels or, where said, parts of the scene's side. */
export interface DigitScenesOptions {
  /** Side of the square scene in pixels. Default 40. */
  readonly size?: number;
  /** Side of the digit's picture as a part of the scene: chosen evenly between the two. Default [0.5, 0.5]. */
  readonly scale?: readonly [smallest: number, largest: number];
  /** Multiplies the side that was chosen; all else in the scene stays as it is. Default 1. */
  readonly enlargement?: number;
  /** 0 keeps the digit in the middle, 1 puts it anywhere it fits. Default 1. */
  readonly translation?: number;
  /** Number of pieces of other digits strewn over the scene. Default 0. */
  readonly clutter?: number;
  /** Side of a piece in pixels. Default 8. */
  readonly clutterSide?: number;
  /** Every pixel gets a number from [-noise, noise] added. Default 0. */
  readonly noise?: number;
}

/** Scenes with one digit each, and where it is. */
export interface DigitScenes extends ImageSet {
  /** 1 where the digit's own ink is at least half as strong as at its strongest, laid out as `images`. */
  readonly masks: Uint8Array;
  readonly places: readonly DigitPlace[];
}

/**
 * Composes scenes from any set of digits, made or real: one digit, resized and moved, among pieces cut at random from
 * other digits (Mnih et al., 2014, section 4.1). The label is the digit's.
 *
 * Scene i depends on the set, the seed and i alone. With another `enlargement` the same digits stand among the same
 * pieces under the same noise, only larger or smaller, around the same centre as far as it then fits.
 *
 * @throws RangeError if an option is outside its range
 */
export function digitScenes(set: ImageSet, count: number, rng: Rng, options: DigitScenesOptions = {}): DigitScenes {
  const scene = resolve(set, options);
  const pixels = scene.size * scene.size;
  const images = new Uint8Array(count * pixels);
  const masks = new Uint8Array(count * pixels);
  const labels = new Uint8Array(count);
  const places: DigitPlace[] = [];
  const ink = canvas(scene.size, scene.size);
  for (let i = 0; i < count; i++) {
    const random = stream(child(rng, i));
    const index = Math.floor(random() * set.count);
    const [smallest, largest] = scene.scale;
    const chosen = scene.size * (smallest + (largest - smallest) * random());
    const side = Math.min(scene.size, Math.round(chosen * scene.enlargement));
    const digit = resized(pictureAt(set, index), side);
    const [left, top] = [random(), random()].map((along) => corner(scene, chosen, side, along)) as [number, number];
    ink.data.fill(0);
    paste(ink, digit, left, top);
    const strongest = ink.data.reduce((most, value) => Math.max(most, value), 0);
    for (let at = 0; at < pixels; at++)
      masks[i * pixels + at] = ink.data[at]! >= strongest / 2 && strongest > 0 ? 1 : 0;
    for (let piece = 0; piece < scene.clutter; piece++) strew(ink, set, scene, random);
    develop(ink, scene.noise, random, images.subarray(i * pixels, (i + 1) * pixels));
    labels[i] = set.labels[index]!;
    places.push({ x: left + side / 2, y: top + side / 2, height: side });
  }
  return { count, height: scene.size, width: scene.size, classes: set.classes, images, labels, masks, places };
}

type Scene = Required<DigitScenesOptions>;

const demand = demandFor('digitScenes');

/** The upper or left end of the digit, from the centre that the digit would have at its own size. */
function corner(scene: Scene, chosen: number, side: number, along: number): number {
  const room = Math.max(0, scene.size - chosen) * scene.translation;
  const centre = scene.size / 2 + room * (along - 0.5);
  return Math.min(scene.size - side, Math.max(0, Math.round(centre - side / 2)));
}

function pictureAt(set: ImageSet, index: number): Canvas {
  const data = Float32Array.from(imageAt(set, index), (value) => value / 255);
  return { width: set.width, height: set.height, data };
}

/** A window of another digit, cut where its ink is likely, at a random place. */
function strew(ink: Canvas, set: ImageSet, scene: Scene, random: () => number): void {
  const side = scene.clutterSide;
  const from = imageAt(set, Math.floor(random() * set.count));
  const within = (room: number, part: number): number => Math.floor(room * (0.5 + part * (random() - 0.5)));
  const [row, column] = [within(set.height - side + 1, 0.7), within(set.width - side + 1, 0.7)];
  const [top, left] = [within(scene.size - side + 1, 1), within(scene.size - side + 1, 1)];
  const data = Float32Array.from(
    { length: side * side },
    (_, at) => from[(row + Math.floor(at / side)) * set.width + column + (at % side)]! / 255,
  );
  paste(ink, { width: side, height: side, data }, left, top);
}

function resolve(set: ImageSet, options: DigitScenesOptions): Scene {
  const scene: Scene = {
    size: 40,
    scale: [0.5, 0.5],
    enlargement: 1,
    translation: 1,
    clutter: 0,
    clutterSide: 8,
    noise: 0,
    ...options,
  };
  demandSize(demand, scene.size, scene.scale);
  demand(scene.enlargement > 0, 'enlargement', 'a factor above 0', scene.enlargement);
  for (const name of ['translation', 'noise'] as const) {
    demand(scene[name] >= 0 && scene[name] <= 1, name, 'a number from 0 to 1', scene[name]);
  }
  demandClutter(demand, scene.clutter);
  const most = Math.min(set.height, set.width, scene.size);
  const fits = Number.isInteger(scene.clutterSide) && scene.clutterSide >= 1 && scene.clutterSide <= most;
  demand(fits, 'clutterSide', `a whole number of pixels from 1 to ${most}`, scene.clutterSide);
  return scene;
}
