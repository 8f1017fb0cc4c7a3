/** Rows and columns drawn at most; of a larger matrix each field is the mean of a block. */
const mostFields = 32;
/** Side of a field in pixels: few fields are drawn large, many small. */
const sideOf = (fields: number): number => (fields <= 12 ? 18 : 10);
/** Ends of the colour scale, light to dark: it reads the same in print and for colour-blind eyes. */
const [light, dark] = [
  [247, 251, 255],
  [8, 48, 107],
] as const;
const notANumber = '#d62728';

/** Where the blocks of an axis begin; the last entry is its end. */
function edges(size: number): number[] {
  const blocks = Math.min(size, mostFields);
  return Array.from({ length: blocks + 1 }, (_, block) => Math.floor((block * size) / blocks));
}

function colour(share: number): string {
  const channel = (index: 0 | 1 | 2): string =>
    Math.round(light[index] + share * (dark[index] - light[index]))
      .toString(16)
      .padStart(2, '0');
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}

/** Means of blocks of the first matrix, row by row. */
function blockMeans(values: ArrayLike<number>, columns: number, down: number[], across: number[]): number[][] {
  return down.slice(1).map((bottom, row) =>
    across.slice(1).map((right, column) => {
      let sum = 0;
      let count = 0;
      for (let i = down[row]!; i < bottom; i++) {
        for (let j = across[column]!; j < right; j++, count++) sum += Number(values[i * columns + j]);
      }
      return sum / count;
    }),
  );
}

/**
 * The last two axes as a picture, SVG; of earlier axes the first entry. Axes of size 1 do not count: a grey image
 * [1, height, width, 1] is a matrix. Dark is large; red is not finite.
 *
 * @returns undefined where there is no matrix to draw
 */
export function heatMap(values: ArrayLike<number>, fullShape: readonly number[]): string | undefined {
  const shape = fullShape.filter((size) => size !== 1);
  const [rows = 0, columns = 0] = shape.slice(-2);
  if (rows === 0 || columns === 0) return undefined;
  const fields = blockMeans(values, columns, edges(rows), edges(columns));
  const finite = fields.flat().filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const side = sideOf(Math.max(fields.length, fields[0]!.length));
  const fill = (value: number): string => {
    if (!Number.isFinite(value)) return notANumber;
    return colour(high > low ? (value - low) / (high - low) : 0);
  };
  const drawn = fields.flatMap((row, y) =>
    row.map(
      (value, x) => `<rect x="${x * side}" y="${y * side}" width="${side}" height="${side}" fill="${fill(value)}"/>`,
    ),
  );
  const [width, height] = [fields[0]!.length * side, fields.length * side];
  const label = caption(shape, fields, low, high);
  return `<figure><svg role="img" aria-label="${label}" width="${width}" height="${height}">${drawn.join('')}</svg><figcaption>${label}</figcaption></figure>`;
}

function caption(shape: readonly number[], fields: number[][], low: number, high: number): string {
  const [rows = 0, columns = 0] = shape.slice(-2);
  const place = shape.length === 2 ? '' : ` at [${shape.slice(0, -2).map(() => 0)}]`;
  const blocks = fields.length < rows || fields[0]!.length < columns ? ', means of blocks' : '';
  const range = low <= high ? `: light ${short(low)}, dark ${short(high)}` : ': no finite value';
  return `Heat map of ${rows} by ${columns}${place}${blocks}${range}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
