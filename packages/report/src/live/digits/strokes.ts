/** Points of one pull of the pen, across and down in [0, 1] of the field. */
export type Stroke = readonly (readonly [across: number, down: number])[];

/** A grey picture, row by row, 0 empty and 1 full ink. */
export type Ink = { side: number; pixels: Float32Array };

export type Placement = {
  /** Pixels along a side of the picture. */
  side: number;
  /** Pixels from the top of the digit to its bottom. */
  height: number;
  /** In the middle of the picture, or where it was drawn. */
  centred: boolean;
};

/** The pen of the made digits: its radius as a part of the height of a digit. */
const penRadius = 0.07;

/** Draws strokes at the size that a network knows, wherever and however large they were drawn. */
export function inkOf(strokes: readonly Stroke[], { side, height, centred }: Placement): Ink {
  const pixels = new Float32Array(side * side);
  const points = strokes.flat();
  if (points.length === 0) return { side, pixels };
  const [left, right] = [Math.min(...points.map(([x]) => x)), Math.max(...points.map(([x]) => x))];
  const [top, bottom] = [Math.min(...points.map(([, y]) => y)), Math.max(...points.map(([, y]) => y))];
  // A dot stays a dot.
  const scale = height / Math.max(bottom - top, right - left, 0.1);
  const place = (middle: number): number =>
    centred ? side / 2 : Math.min(side - height / 2, Math.max(height / 2, middle * side));
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  const [x0, y0] = [place(middleX), place(middleY)];
  for (const stroke of strokes) {
    const moved = stroke.map(([x, y]) => [x0 + (x - middleX) * scale, y0 + (y - middleY) * scale] as const);
    for (let index = 0; index < moved.length; index++) {
      const [from, to] = [moved[Math.max(0, index - 1)], moved[index]];
      if (from && to) drawLine({ side, pixels }, from, to, height * penRadius);
    }
  }
  return { side, pixels };
}

type Point = readonly [number, number];

/** A straight line of a round pen; ink falls to nothing within one pixel at its border. */
function drawLine({ side, pixels }: Ink, from: Point, to: Point, radius: number): void {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const squared = dx * dx + dy * dy;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [x, y] = [column + 0.5 - from[0], row + 0.5 - from[1]];
      const along = squared > 0 ? Math.min(1, Math.max(0, (x * dx + y * dy) / squared)) : 0;
      const distance = Math.hypot(x - along * dx, y - along * dy);
      const ink = Math.min(1, Math.max(0, radius + 0.5 - distance));
      pixels[row * side + column] = Math.max(pixels[row * side + column] ?? 0, ink);
    }
  }
}

const circle = (x: number, y: number, width: number, height: number): Stroke =>
  Array.from({ length: 25 }, (_, index) => {
    const angle = (index / 24) * 2 * Math.PI - Math.PI / 2;
    return [x + width * Math.cos(angle), y + height * Math.sin(angle)] as const;
  });

/** The digit to start from: one that all published networks read right. */
export const firstDigit = '4';

/** Digits for readers who do not draw. */
export const exampleDigits: Readonly<Record<string, readonly Stroke[]>> = {
  '3': [
    [
      [0.36, 0.26],
      [0.45, 0.21],
      [0.56, 0.22],
      [0.62, 0.3],
      [0.59, 0.4],
      [0.47, 0.46],
      [0.6, 0.52],
      [0.64, 0.62],
      [0.6, 0.73],
      [0.48, 0.79],
      [0.35, 0.74],
    ],
  ],
  '0': [circle(0.5, 0.5, 0.16, 0.29)],
  '1': [
    [
      [0.42, 0.31],
      [0.52, 0.21],
      [0.52, 0.79],
    ],
  ],
  '4': [
    [
      [0.56, 0.79],
      [0.56, 0.21],
      [0.33, 0.6],
      [0.68, 0.6],
    ],
  ],
  '7': [
    [
      [0.34, 0.22],
      [0.66, 0.22],
      [0.46, 0.79],
    ],
  ],
  '8': [circle(0.5, 0.36, 0.13, 0.145), circle(0.5, 0.645, 0.155, 0.145)],
};
