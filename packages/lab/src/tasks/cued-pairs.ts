import { child, type Rng, stream } from '@atlas/tensor';
import { imageAt, type ImageSet } from '../data/image-set.js';

/** Scenes of two digits, and which of them was meant. */
export interface CuedPairs extends ImageSet {
  /** 0: the bar is light, read the light digit; 1: the bar is dark, read the dark one. */
  readonly cues: Uint8Array;
  /** 1 where the ink of the digit that is meant is seen at more than half of its full strength, laid out as `images`. */
  readonly masks: Uint8Array;
  /** The same for the other digit. */
  readonly otherMasks: Uint8Array;
}

export interface CuedPairsOptions {
  /** Empty pixels on every side; the bar takes those at the top. Default 3. */
  readonly margin?: number;
  /** Largest shift of each digit in pixels. Default 2. */
  readonly shift?: number;
  /** Every pixel gets a number from [-noise, noise] added; light is 0.5 above the ground. Default 0.05. */
  readonly noise?: number;
}

/**
 * Lays two digits over each other on grey ground, one in light ink and one in dark. A bar along the upper edge, light or
 * dark, says which one to read: its class is the label.
 *
 * Light and dark can be told apart everywhere, but which one counts is said in one place only. To read such a scene a
 * network must bring what it sees at the edge to everything it knows about light, or about dark, strokes.
 *
 * @param set where the digits come from; scene i depends on the set, the seed and i alone
 * @throws RangeError if the margin has no room for the bar or the shift
 */
export function cuedPairs(
  set: ImageSet,
  count: number,
  rng: Rng,
  { margin = 3, shift = 2, noise = 0.05 }: CuedPairsOptions = {},
): CuedPairs {
  if (!Number.isInteger(margin) || margin < 1 || shift < 0 || shift > margin) {
    throw new RangeError(
      `cuedPairs: expected a margin of at least 1 pixel and a shift from 0 up to it, found ${margin} and ${shift}.`,
    );
  }
  const [height, width] = [set.height + 2 * margin, set.width + 2 * margin];
  const pixels = height * width;
  const images = new Uint8Array(count * pixels);
  const labels = new Uint8Array(count);
  const cues = new Uint8Array(count);
  const masks = new Uint8Array(count * pixels);
  const otherMasks = new Uint8Array(count * pixels);
  const scene = new Float32Array(pixels);
  for (let i = 0; i < count; i++) {
    const random = stream(child(rng, i));
    const [light, dark] = [Math.floor(random() * set.count), Math.floor(random() * set.count)];
    const cue = random() < 0.5 ? 0 : 1;
    const offset = (): number => margin + Math.round(shift * (2 * random() - 1));
    scene.fill(0);
    lay(scene, width, imageAt(set, light), set.width, [offset(), offset()], 1);
    lay(scene, width, imageAt(set, dark), set.width, [offset(), offset()], -1);
    const meant = cue === 0 ? 1 : -1;
    for (let at = 0; at < pixels; at++) {
      masks[i * pixels + at] = meant * scene[at]! > 0.5 ? 1 : 0;
      otherMasks[i * pixels + at] = meant * scene[at]! < -0.5 ? 1 : 0;
    }
    scene.fill(meant, 0, margin * width);
    for (let at = 0; at < pixels; at++) {
      const value = 0.5 + 0.5 * scene[at]! + noise * (2 * random() - 1);
      images[i * pixels + at] = Math.round(255 * Math.min(1, Math.max(0, value)));
    }
    labels[i] = set.labels[cue === 0 ? light : dark]!;
    cues[i] = cue;
  }
  return { count, height, width, classes: set.classes, images, labels, cues, masks, otherMasks };
}

/** Where strokes cross, the stronger ink is on top. */
function lay(
  scene: Float32Array,
  width: number,
  digit: Uint8Array,
  digitWidth: number,
  [left, top]: readonly [number, number],
  sign: 1 | -1,
): void {
  for (let at = 0; at < digit.length; at++) {
    const to = (top + Math.floor(at / digitWidth)) * width + left + (at % digitWidth);
    const ink = digit[at]! / 255;
    if (ink > Math.abs(scene[to]!)) scene[to] = sign * ink;
  }
}
