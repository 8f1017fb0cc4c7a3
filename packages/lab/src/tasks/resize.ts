import { type Canvas } from '../digits/rasterise.js';

/**
 * A picture at another size: every pixel is the mean of bilinear samples spread evenly over its area, as many along
 * each side as it takes so that none of the old pixels is passed over.
 * @param side of the square result, in pixels
 */
export function resized(picture: Canvas, side: number): Canvas {
  const data = new Float32Array(side * side);
  const samples = Math.max(1, Math.ceil(Math.max(picture.width, picture.height) / side));
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      let sum = 0;
      for (let part = 0; part < samples * samples; part++) {
        const down = row + (Math.floor(part / samples) + 0.5) / samples;
        const across = column + ((part % samples) + 0.5) / samples;
        sum += sampled(picture, (across * picture.width) / side - 0.5, (down * picture.height) / side - 0.5);
      }
      data[row * side + column] = sum / (samples * samples);
    }
  }
  return { width: side, height: side, data };
}

/** The value at a point between pixels; beyond the edge the edge goes on. */
function sampled({ width, height, data }: Canvas, x: number, y: number): number {
  const column = Math.min(width - 1, Math.max(0, x));
  const row = Math.min(height - 1, Math.max(0, y));
  const [left, top] = [Math.floor(column), Math.floor(row)];
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
  const [alongX, alongY] = [column - left, row - top];
  const between = (line: number): number =>
    data[line * width + left]! * (1 - alongX) + data[line * width + right]! * alongX;
  return between(top) * (1 - alongY) + between(bottom) * alongY;
}
