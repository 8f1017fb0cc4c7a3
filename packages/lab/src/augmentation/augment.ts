import { child, type Rng, stream } from '@atlas/tensor';
import { imageAt, type ImageSet } from '../data/image-set.js';
import { type LookUp, warp } from './warp.js';

/** How far a picture may be changed without becoming another digit. */
export interface AugmentationOptions {
  /** Largest shift in pixels. Default 2. */
  readonly shift?: number;
  /** Largest turn in degrees. Default 10. */
  readonly rotation?: number;
  /** Largest relative change of size. Default 0.1. */
  readonly scale?: number;
  /** Largest slant: pixels sideways for each pixel up. Default 0.1. */
  readonly shear?: number;
  /** Largest displacement in pixels of a grid point of the elastic part (Simard et al., 2003). Default 1. */
  readonly elastic?: number;
}

/** Points of the elastic grid along each side. Five bend a 28-pixel digit without breaking its strokes. */
const GRID = 5;

/**
 * Changed copies of pictures: turned, scaled, slanted, shifted and bent a little, each at random.
 * The copy of picture `index` depends on the generator and the index alone.
 *
 * The elastic part moves the points of a 5 x 5 grid and interpolates between them. It replaces the smoothed noise of
 * Simard et al. at a tenth of the cost.
 *
 * @returns the bytes of the copies, `[indices.length, height, width]`
 */
export function augment(
  set: ImageSet,
  indices: ArrayLike<number>,
  rng: Rng,
  options: AugmentationOptions = {},
): Uint8Array {
  const { height, width } = set;
  const pixels = height * width;
  const copies = new Uint8Array(indices.length * pixels);
  const lookUp: LookUp = new Float64Array(2 * pixels);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    fillLookUp(lookUp, height, width, stream(child(rng, index)), options);
    warp(imageAt(set, index), lookUp, height, width, copies.subarray(i * pixels, (i + 1) * pixels));
  }
  return copies;
}

function fillLookUp(
  lookUp: LookUp,
  height: number,
  width: number,
  random: () => number,
  { shift = 2, rotation = 10, scale = 0.1, shear = 0.1, elastic = 1 }: AugmentationOptions,
): void {
  const spread = (largest: number): number => largest * (2 * random() - 1);
  // The tangent of half the angle gives sine and cosine by arithmetic alone: the same bits on every machine.
  const t = spread((rotation * Math.PI) / 360);
  const cos = (1 - t * t) / (1 + t * t);
  const sin = (2 * t) / (1 + t * t);
  const zoom = 1 / (1 + spread(scale));
  const slant = spread(shear);
  const dx = spread(shift);
  const dy = spread(shift);
  const moves = Float64Array.from({ length: 2 * GRID * GRID }, () => spread(elastic));
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  for (let row = 0, at = 0; row < height; row++) {
    const v = (row / height) * (GRID - 1);
    const gridRow = Math.floor(v);
    const fv = v - gridRow;
    const py = row - middleY - dy;
    for (let column = 0; column < width; column++, at += 2) {
      const u = (column / width) * (GRID - 1);
      const gridColumn = Math.floor(u);
      const fu = u - gridColumn;
      const corner = 2 * (gridRow * GRID + gridColumn);
      const below = corner + 2 * GRID;
      const px = column - middleX - dx + slant * py;
      const w00 = (1 - fv) * (1 - fu);
      const w01 = (1 - fv) * fu;
      const w10 = fv * (1 - fu);
      const w11 = fv * fu;
      lookUp[at] =
        middleX +
        zoom * (cos * px - sin * py) +
        w00 * moves[corner]! +
        w01 * moves[corner + 2]! +
        w10 * moves[below]! +
        w11 * moves[below + 2]!;
      lookUp[at + 1] =
        middleY +
        zoom * (sin * px + cos * py) +
        w00 * moves[corner + 1]! +
        w01 * moves[corner + 3]! +
        w10 * moves[below + 1]! +
        w11 * moves[below + 3]!;
    }
  }
}
