import { child, type Rng, stream } from '@atlas/tensor';
import { imageAt, type ImageSet } from '../data/image-set.js';

/** Scenes of two digits, and which one was meant. */
export interface HatchedPairs extends ImageSet {
  /** 0: the mark says to read the digit hatched across; 1: the one hatched down. */
  readonly cues: Uint8Array;
}

export interface HatchedPairsOptions {
  /** Empty pixels on every side, where the mark stands. Default 3. */
  readonly margin?: number;
  /** Largest shift of each digit in pixels. Default 2. */
  readonly shift?: number;
  /** Every pixel gets a number from [-noise, noise] added, 1 being full ink. Default 0.1. */
  readonly noise?: number;
}

/** Rows (or columns) from one hatch line to the next. Every third one is left out. */
const PITCH = 3;
const MARK = 3;

/**
 * Lays two digits over each other, one hatched across, the other hatched down. A mark in the upper left corner says to
 * read the first one, a mark in the lower right corner the second one: the label is its class.
 *
 * The two can be told apart by their texture, everywhere; which one counts is said in one place, far from most of the
 * ink. To read such a scene a network must bring what it sees in a corner to all channels of a texture.
 *
 * @param set where the digits come from; scene i depends on the set, the seed and i alone
 */
export function hatchedPairs(
  set: ImageSet,
  count: number,
  rng: Rng,
  { margin = 3, shift = 2, noise = 0.1 }: HatchedPairsOptions = {},
): HatchedPairs {
  if (margin < MARK || shift > margin) {
    throw new RangeError(
      `hatchedPairs: expected a margin of at least ${MARK} and a shift up to it, found ${margin} and ${shift}.`,
    );
  }
  const [height, width] = [set.height + 2 * margin, set.width + 2 * margin];
  const pixels = height * width;
  const images = new Uint8Array(count * pixels);
  const labels = new Uint8Array(count);
  const cues = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const random = stream(child(rng, i));
    const scene = { height, width, image: images.subarray(i * pixels, (i + 1) * pixels) };
    const chosen = [Math.floor(random() * set.count), Math.floor(random() * set.count)] as const;
    const cue = random() < 0.5 ? 0 : 1;
    const offset = (): number => margin + Math.round(shift * (2 * random() - 1));
    layHatched(scene, imageAt(set, chosen[0]), set.width, offset(), offset(), (row) => row % PITCH !== 0);
    layHatched(scene, imageAt(set, chosen[1]), set.width, offset(), offset(), (_, column) => column % PITCH !== 0);
    mark(scene, cue);
    if (noise > 0) for (let at = 0; at < pixels; at++) scene.image[at] = grain(scene.image[at]!, noise, random());
    labels[i] = set.labels[chosen[cue]]!;
    cues[i] = cue;
  }
  return { count, height, width, classes: set.classes, images, labels, cues };
}

type Scene = { readonly height: number; readonly width: number; readonly image: Uint8Array };

function layHatched(
  scene: Scene,
  digit: Uint8Array,
  digitWidth: number,
  left: number,
  top: number,
  inked: (row: number, column: number) => boolean,
): void {
  for (let at = 0; at < digit.length; at++) {
    const [row, column] = [top + Math.floor(at / digitWidth), left + (at % digitWidth)];
    if (!inked(row, column)) continue;
    const to = row * scene.width + column;
    scene.image[to] = Math.max(scene.image[to]!, digit[at]!);
  }
}

function mark(scene: Scene, cue: 0 | 1): void {
  const top = cue === 0 ? 0 : scene.height - MARK;
  const left = cue === 0 ? 0 : scene.width - MARK;
  for (let row = top; row < top + MARK; row++) {
    scene.image.fill(255, row * scene.width + left, row * scene.width + left + MARK);
  }
}

function grain(value: number, noise: number, random: number): number {
  return Math.round(Math.min(255, Math.max(0, value + 255 * noise * (2 * random - 1))));
}
