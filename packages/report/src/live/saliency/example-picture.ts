/** A picture as numbers from 0 to 1: red, green and blue of each pixel, row by row. */
export type Picture = { width: number; height: number; pixels: Float32Array };

const [columns, rows, pitch] = [7, 5, 40];
const odd = { column: 4, row: 2 };

/**
 * Green bars, all upright but one, which is red and leans: what a person sees first. Drawn by formula, so that the
 * numbers are the same everywhere.
 */
export function examplePicture(): Picture {
  const [width, height] = [columns * pitch, rows * pitch];
  const pixels = new Float32Array(width * height * 3).fill(0.16);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [column, row] = [Math.floor(x / pitch), Math.floor(y / pitch)];
      const [dx, dy] = [x - (column + 0.5) * pitch, y - (row + 0.5) * pitch];
      const isOdd = column === odd.column && row === odd.row;
      const [along, across] = isOdd ? [(dx + dy) / Math.SQRT2, (dx - dy) / Math.SQRT2] : [dy, dx];
      if (Math.abs(along) < 13 && Math.abs(across) < 4)
        pixels.set(isOdd ? [0.85, 0.22, 0.18] : [0.2, 0.62, 0.3], (y * width + x) * 3);
    }
  }
  return { width, height, pixels };
}
