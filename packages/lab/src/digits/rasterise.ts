import { type Point } from './geometry.js';

/** A grey picture: `data[row * width + column]`, 0 is empty and 1 is full ink. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export function canvas(width: number, height: number): Canvas {
  return { width, height, data: new Float32Array(width * height) };
}

/**
 * Draws a polyline with a round pen of the given `radius` (in pixels) and blends it in by the maximum.
 *
 * The ink of a pixel is clamp(radius + 1/2 - distance, 0, 1), where the distance is from the pixel's centre to the
 * line: exact in the middle of a straight stroke, and within a few grey levels of the true area at its ends. Only
 * additions, products, quotients and square roots are used, which IEEE 754 rounds in one way on every machine.
 */
export function drawPolyline(target: Canvas, points: readonly Point[], radius: number, ink = 1): void {
  for (let i = 0; i + 1 < points.length; i++) drawSegment(target, points[i]!, points[i + 1]!, radius, ink);
  if (points.length === 1) drawSegment(target, points[0]!, points[0]!, radius, ink);
}

function drawSegment(target: Canvas, from: Point, to: Point, radius: number, ink: number): void {
  const { width, height, data } = target;
  const reach = radius + 0.5;
  const left = Math.max(0, Math.floor(Math.min(from[0], to[0]) - reach));
  const right = Math.min(width - 1, Math.ceil(Math.max(from[0], to[0]) + reach));
  const top = Math.max(0, Math.floor(Math.min(from[1], to[1]) - reach));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(from[1], to[1]) + reach));
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const lengthSquared = dx * dx + dy * dy;
  for (let row = top; row <= bottom; row++) {
    const py = row + 0.5 - from[1];
    for (let column = left; column <= right; column++) {
      const px = column + 0.5 - from[0];
      const along = lengthSquared > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / lengthSquared)) : 0;
      const ex = px - along * dx;
      const ey = py - along * dy;
      const distanceSquared = ex * ex + ey * ey;
      if (distanceSquared >= reach * reach) continue;
      const value = ink * Math.min(1, reach - Math.sqrt(distanceSquared));
      const at = row * width + column;
      if (value > data[at]!) data[at] = value;
    }
  }
}
