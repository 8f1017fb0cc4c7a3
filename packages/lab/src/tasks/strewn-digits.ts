import { child, type Rng, stream } from '@atlas/tensor';
import { imageAt, type ImageSet } from '../data/image-set.js';

export interface StrewnDigitsOptions {
  /** Side of the square scene in pixels. Default 60. */
  readonly size?: number;
  /** Pieces of other digits on the scene. Default 4; 0 gives translated digits. */
  readonly pieces?: number;
  /** Side of a piece in pixels. Default 8. */
  readonly pieceSize?: number;
}

/** Where the whole digit of a scene stands: its centre in pixels. */
export type StrewnPlace = { readonly x: number; readonly y: number };

/** Scenes of one whole digit each, and where it stands. */
export interface StrewnDigits extends ImageSet {
  readonly places: readonly StrewnPlace[];
}

/**
 * Translated and cluttered digits as Mnih et al. (2014, arXiv:1406.6247, sections 4.1 and 4.2) make them: a digit at a
 * random place of an empty scene, and square pieces of other digits strewn over it. The label is the whole digit's.
 *
 * @param set where digit and pieces come from
 * @param indices the digit of each scene; scene i depends on the set, the seed, `indices[i]` and i alone
 * @throws RangeError unless digit and pieces fit into the scene, and pieces into the digit
 */
export function strewnDigits(
  set: ImageSet,
  indices: ArrayLike<number>,
  rng: Rng,
  { size = 60, pieces = 4, pieceSize = 8 }: StrewnDigitsOptions = {},
): StrewnDigits {
  const largest = Math.max(set.height, set.width);
  if (!Number.isInteger(size) || size < largest) {
    throw new RangeError(`strewnDigits size: expected at least the ${largest} pixels of a digit, found ${size}.`);
  }
  const side = Math.min(set.height, set.width);
  if (pieces > 0 && (!Number.isInteger(pieceSize) || pieceSize < 1 || pieceSize > side)) {
    throw new RangeError(`strewnDigits pieceSize: expected 1 pixel up to the digit's side, found ${pieceSize}.`);
  }
  const images = new Uint8Array(indices.length * size * size);
  const labels = new Uint8Array(indices.length);
  const places: StrewnPlace[] = [];
  for (let i = 0; i < indices.length; i++) {
    const random = stream(child(rng, i));
    const below = (count: number): number => Math.floor(random() * count);
    const scene = images.subarray(i * size * size, (i + 1) * size * size);
    const [left, top] = [below(size - set.width + 1), below(size - set.height + 1)];
    const whole = { width: set.width, height: set.height, fromX: 0, fromY: 0, toX: left, toY: top };
    lay(scene, size, imageAt(set, indices[i]!), set.width, whole);
    for (let piece = 0; piece < pieces; piece++) {
      lay(scene, size, imageAt(set, below(set.count)), set.width, {
        width: pieceSize,
        height: pieceSize,
        fromX: below(set.width - pieceSize + 1),
        fromY: below(set.height - pieceSize + 1),
        toX: below(size - pieceSize + 1),
        toY: below(size - pieceSize + 1),
      });
    }
    labels[i] = set.labels[indices[i]!]!;
    places.push({ x: left + set.width / 2, y: top + set.height / 2 });
  }
  return { count: indices.length, height: size, width: size, classes: set.classes, images, labels, places };
}

interface Window {
  readonly width: number;
  readonly height: number;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

/** Where ink meets ink, the stronger stays. */
function lay(scene: Uint8Array, size: number, digit: Uint8Array, digitWidth: number, window: Window): void {
  for (let row = 0; row < window.height; row++) {
    for (let column = 0; column < window.width; column++) {
      const to = (window.toY + row) * size + window.toX + column;
      const ink = digit[(window.fromY + row) * digitWidth + window.fromX + column]!;
      if (ink > scene[to]!) scene[to] = ink;
    }
  }
}
