import { type Canvas, drawPolyline } from './rasterise.js';
import { applyAffine, type Point, similarity } from './geometry.js';
import { type Glyph, glyphs } from './glyphs.js';

/** Numbers in [0, 1), one after another. */
export type Random = () => number;

/** Where and how a digit is written. */
export interface Placement {
  /** The middle of the digit, in pixels from the upper left corner. */
  readonly centre: Point;
  /** Height of the digit in pixels. */
  readonly height: number;
  /** How much the hand varies: 0 writes like a stencil, 1 like a person in a hurry. */
  readonly jitter: number;
  /** Darkness of the ink, in [0, 1]. */
  readonly ink: number;
}

const between = (random: Random, low: number, high: number): number => low + (high - low) * random();

/**
 * Writes `digit` on the canvas: chooses one of its forms, leans, turns, stretches and bends it, and picks a pen.
 * The same random numbers write the same digit.
 */
export function writeDigit(target: Canvas, digit: number, placement: Placement, random: Random): void {
  const forms = glyphs[digit];
  if (forms === undefined) throw new RangeError(`writeDigit: expected a digit from 0 to 9, found ${digit}.`);
  const { jitter, height } = placement;
  const form = forms[Math.floor(random() * (jitter > 0 ? forms.length : 1))] as Glyph;
  const bend = bending(random, 0.06 * jitter);
  const map = similarity({
    from: [0.5, 0.5],
    to: placement.centre,
    scaleX: height * between(random, 1 - 0.22 * jitter, 1 + 0.12 * jitter),
    scaleY: height,
    halfAngleTangent: between(random, -0.07 * jitter, 0.07 * jitter),
    shear: between(random, -0.28 * jitter, 0.14 * jitter),
  });
  const radius = height * (0.06 + jitter * between(random, -0.022, 0.022));
  for (const stroke of form) {
    drawPolyline(
      target,
      stroke.map((point) => applyAffine(map, bend(point))),
      radius,
      placement.ink,
    );
  }
}

/**
 * A smooth random displacement of the unit box: nine random vectors on a 3 x 3 grid, interpolated bilinearly. Strokes
 * that meet still meet afterwards, because the displacement depends on the place alone.
 */
function bending(random: Random, amplitude: number): (point: Point) => Point {
  const grid = Array.from({ length: 18 }, () => between(random, -amplitude, amplitude));
  const at = (column: number, row: number, axis: number): number => grid[(row * 3 + column) * 2 + axis]!;
  return ([x, y]) => {
    const u = Math.min(1.999999, Math.max(0, 2 * x));
    const v = Math.min(1.999999, Math.max(0, 2 * y));
    const column = Math.floor(u);
    const row = Math.floor(v);
    const [fu, fv] = [u - column, v - row];
    const shift = (axis: number): number =>
      (1 - fv) * ((1 - fu) * at(column, row, axis) + fu * at(column + 1, row, axis)) +
      fv * ((1 - fu) * at(column, row + 1, axis) + fu * at(column + 1, row + 1, axis));
    return [x + shift(0), y + shift(1)];
  };
}
