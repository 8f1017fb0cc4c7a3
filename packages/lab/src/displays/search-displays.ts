import { child, permutation, type Rng, stream } from '@atlas/tensor';

/** What sets the target apart: its colour, its direction, or only both together. */
export type SearchKind = 'colour' | 'orientation' | 'conjunction';

export interface SearchDisplaysOptions {
  readonly kind: SearchKind;
  /** Bars on a display, the target among them. */
  readonly items: number;
  /** False: a distractor stands where the target would. Default true. */
  readonly target?: boolean;
  /** Side of the square display in pixels. Default 448. */
  readonly size?: number;
  /** Empty pixels around the grid: beside an edge a bar would look rare. Default 64. */
  readonly margin?: number;
  /** Cells along a side of the grid in which the bars stand. Default 5. */
  readonly grid?: number;
}

/** Displays for visual search, as bytes: `images[((i * size + row) * size + column) * 3 + colour]`. */
export interface SearchDisplays {
  readonly count: number;
  readonly size: number;
  /** Side of a cell in pixels. */
  readonly cell: number;
  readonly images: Uint8Array;
  /** All bars of each display, the target or what stands in its place first. */
  readonly bars: readonly (readonly Bar[])[];
}

/** A bar, and where its middle is in pixels. */
export type Bar = { colour: 'red' | 'blue'; upright: boolean; row: number; column: number };

type Look = Pick<Bar, 'colour' | 'upright'>;

/** Red and blue of one intensity, so that brightness tells nothing, on dark grey. */
const INK = { red: [230, 40, 40], blue: [40, 40, 230] } as const;
const GROUND = 40;

/**
 * Bars on an even ground, as experiments on visual search show them (Treisman and Gelade, 1980). The target is a red
 * upright bar. Among blue upright bars its colour is unique, among red level bars its direction; among blue upright and
 * red level bars, half of each, neither is, only the two together.
 *
 * Display i depends on the seed and on i alone. Without a target the same display has one more distractor instead.
 *
 * @throws RangeError unless there are at least two bars and a cell for each
 */
export function searchDisplays(count: number, rng: Rng, options: SearchDisplaysOptions): SearchDisplays {
  const { kind, items, target = true, size = 448, margin = 64, grid = 5 } = options;
  const cells = grid * grid;
  if (!Number.isInteger(items) || items < 2 || items > cells) {
    throw new RangeError(`searchDisplays items: expected a whole number from 2 to the ${cells} cells, found ${items}.`);
  }
  const images = new Uint8Array(count * size * size * 3).fill(GROUND);
  const bars: Bar[][] = [];
  const cell = (size - 2 * margin) / grid;
  for (let i = 0; i < count; i++) {
    const ofDisplay = child(rng, i);
    const random = stream(child(ofDisplay, 'places'));
    const chosen = permutation(child(ofDisplay, 'cells'), cells).subarray(0, items);
    const display = images.subarray(i * size * size * 3, (i + 1) * size * size * 3);
    const along = (index: number): number => Math.round(margin + (index + 0.5 + 0.3 * (random() - 0.5)) * cell);
    const ofThis = Array.from(chosen, (place, item): Bar => {
      const look: Look = item === 0 && target ? { colour: 'red', upright: true } : distractor(kind, item);
      return { ...look, row: along(Math.floor(place / grid)), column: along(place % grid) };
    });
    for (const bar of ofThis) drawBar(display, size, bar, cell);
    bars.push(ofThis);
  }
  return { count, size, cell, images, bars };
}

function distractor(kind: SearchKind, item: number): Look {
  if (kind === 'colour') return { colour: 'blue', upright: true };
  if (kind === 'orientation') return { colour: 'red', upright: false };
  return item % 2 === 0 ? { colour: 'blue', upright: true } : { colour: 'red', upright: false };
}

/** A bar half as long as its cell and a third as wide as long. */
function drawBar(display: Uint8Array, size: number, { upright, colour, row, column }: Bar, cell: number): void {
  const [long, short] = [Math.round(cell / 4), Math.round(cell / 12)];
  const [down, across] = upright ? [long, short] : [short, long];
  for (let y = row - down; y < row + down; y++) {
    for (let x = column - across; x < column + across; x++) display.set(INK[colour], (y * size + x) * 3);
  }
}
