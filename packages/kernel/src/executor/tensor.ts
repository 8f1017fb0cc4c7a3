import { heatMap } from './heat-map.js';

/** What this kernel needs to know of a TensorFlow.js tensor; any object that has it is shown as one. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly size: number;
  readonly isDisposed: boolean;
  dataSync(): ArrayLike<number>;
  toString(verbose?: boolean): string;
}

/** Elements up to which all values are shown. */
const shownValues = 64;
/** Elements up to which statistics are computed: above, a look at a variable would take noticeable time. */
const summarised = 16_000_000;

export function asTensor(value: unknown): TensorLike | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const candidate = value as Partial<TensorLike>;
  const fits =
    Array.isArray(candidate.shape) &&
    typeof candidate.dtype === 'string' &&
    typeof candidate.size === 'number' &&
    typeof candidate.isDisposed === 'boolean' &&
    typeof candidate.dataSync === 'function';
  return fits ? (value as TensorLike) : undefined;
}

function caption({ dtype, shape }: TensorLike): string {
  return `Tensor ${dtype} [${shape.join(', ')}]`;
}

export function tensorText(tensor: TensorLike): string {
  if (tensor.isDisposed) return `${caption(tensor)} (disposed)`;
  return `${caption(tensor)}\n${tensor.toString()}`;
}

interface Statistics {
  readonly count: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly deviation: number;
  readonly notFinite: number;
}

/** Of the finite values; Welford's method keeps the deviation exact for large means. */
export function statistics(values: ArrayLike<number>): Statistics {
  let count = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  let mean = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index++) {
    const value = Number(values[index]);
    if (!Number.isFinite(value)) continue;
    count += 1;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
    const distance = value - mean;
    mean += distance / count;
    squares += distance * (value - mean);
  }
  const deviation = count > 0 ? Math.sqrt(squares / count) : 0;
  return { count, minimum, maximum, mean, deviation, notFinite: values.length - count };
}

/** A table of shape, type and statistics; of all values when they are few; a heat map where there is a matrix. */
export function tensorHtml(tensor: TensorLike): string {
  const facts: [string, string][] = [
    ['shape', `[${tensor.shape.join(', ')}]`],
    ['dtype', tensor.dtype],
    ['elements', tensor.size.toLocaleString('en')],
  ];
  if (tensor.isDisposed) return table([...facts, ['state', 'disposed']]);
  const isNumeric = tensor.dtype !== 'string' && tensor.dtype !== 'complex64';
  if (!isNumeric || tensor.size === 0 || tensor.size > summarised) return table(facts);
  const values = tensor.dataSync();
  const summary = statistics(values);
  if (summary.count > 0) {
    facts.push(
      ['minimum', number(summary.minimum)],
      ['maximum', number(summary.maximum)],
      ['mean', number(summary.mean)],
      ['standard deviation', number(summary.deviation)],
    );
  }
  if (summary.notFinite > 0) facts.push(['NaN or infinite', String(summary.notFinite)]);
  const drawn = heatMap(values, tensor.shape) ?? '';
  return table(facts) + (tensor.size <= shownValues ? grid(values, tensor.shape) : '') + drawn;
}

function table(facts: readonly [string, string][]): string {
  const rows = facts.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${escape(value)}</td></tr>`);
  return `<table><caption>Tensor</caption>${rows.join('')}</table>`;
}

/** One row for every index of the axes before the last. */
function grid(values: ArrayLike<number>, shape: readonly number[]): string {
  const columns = shape.at(-1) ?? 1;
  const rows: string[] = [];
  for (let start = 0; start < values.length; start += columns) {
    const cells = Array.from({ length: columns }, (_, column) => `<td>${number(Number(values[start + column]))}</td>`);
    rows.push(`<tr>${cells.join('')}</tr>`);
  }
  return `<table><caption>Values</caption>${rows.join('')}</table>`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(5)));
}

function escape(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
