import { type JsonObject, roundTo } from '@atlas/schemas';
import { type Caption, requireCaption } from '../display/caption.js';
import { type Output } from '../display/sink.js';
import { toPlain } from '../plain.js';
import { StudyError } from '../study-error.js';
import { captioned, figureHtml, vegaLiteMimeType } from './chart.js';
import { type TableData } from './table-data.js';

export type HeatmapOptions = Caption & {
  /** One label for each row, from top to bottom: the words that look. */
  rows: readonly string[];
  /** One label for each column, from left to right: the words that are looked at. */
  columns: readonly string[];
  rowTitle?: string;
  columnTitle?: string;
  /** What a cell is, for the legend; "weight" if left out. */
  valueTitle?: string;
  /** Pairs [row, column] to outline, such as gold word alignments. */
  outlined?: readonly (readonly [number, number])[];
};

type Entry = { row: string; column: string; value: number };

/** A word may appear twice in a sentence: its position makes it a key, and the axis hides the position again. */
const key = (label: string, index: number): string => `${index} ${label}`;
const withoutPosition = "slice(datum.label, indexof(datum.label, ' ') + 1)";

function matrix(values: unknown, options: HeatmapOptions, what: string): number[][] {
  const plain = toPlain(values, what);
  const expected = `${options.rows.length} rows of ${options.columns.length} numbers, as there are labels`;
  if (!Array.isArray(plain) || plain.length !== options.rows.length) {
    throw new StudyError(
      `${what} needs ${expected}, found ${Array.isArray(plain) ? `${plain.length} rows` : typeof plain}`,
    );
  }
  return plain.map((row, index) => {
    const numbers = Array.isArray(row) ? row.filter((item): item is number => typeof item === 'number') : [];
    if (Array.isArray(row) && row.length === options.columns.length && numbers.length === row.length) return numbers;
    const found = Array.isArray(row) ? `${row.length} entries, ${numbers.length} of them numbers` : typeof row;
    throw new StudyError(`${what} needs ${expected}; row ${index} has ${found}`);
  });
}

function axis(field: 'row' | 'column', labels: readonly string[], title: string | undefined): JsonObject {
  return {
    field,
    type: 'ordinal',
    sort: null,
    scale: { domain: labels.map(key) },
    title: title ?? null,
    axis: {
      labelExpr: withoutPosition,
      labelOverlap: false,
      ...(field === 'column' ? { orient: 'top', labelAngle: -60 } : {}),
    },
  };
}

function outlineLayer(options: HeatmapOptions, x: JsonObject, y: JsonObject, what: string): JsonObject[] {
  const outlined = options.outlined ?? [];
  if (outlined.length === 0) return [];
  const values = outlined.map(([row, column]) => {
    const rowLabel = options.rows[row];
    const columnLabel = options.columns[column];
    if (rowLabel === undefined || columnLabel === undefined) {
      throw new StudyError(
        `${what} outlines [${row}, ${column}], outside of its ${options.rows.length} x ${options.columns.length} cells`,
      );
    }
    return { row: key(rowLabel, row), column: key(columnLabel, column) };
  });
  const mark = { type: 'rect', filled: false, stroke: '#d9480f', strokeWidth: 2 };
  return [{ data: { values }, mark, encoding: { x, y } }];
}

function table(weights: readonly number[][], options: HeatmapOptions): TableData {
  const rows = weights.map((row, i) => [options.rows[i] ?? '', ...row.map((value) => roundTo(value, 4))]);
  return { columns: [options.rowTitle ?? '', ...options.columns], rows };
}

/** Values of both signs differ from 0 towards two colours; others grow from 0. */
function scaleOf(values: readonly number[]): JsonObject {
  return values.some((value) => value < 0) ? { scheme: 'blueorange', domainMid: 0 } : { scheme: 'blues', domainMin: 0 };
}

/**
 * A matrix of weights with a word at every row and column, with the legend of its scale.
 *
 * @param values `values[row][column]`, finite numbers, one row for each label in `rows`.
 * @throws StudyError if the sizes do not fit the labels, or the title or alternative text is missing.
 */
export function heatmapOutput(values: unknown, options: HeatmapOptions): Output {
  const caption = requireCaption('a heat map', options);
  const what = `the heat map "${caption.title}"`;
  const weights = matrix(values, options, what);
  const entries: Entry[] = weights.flatMap((row, i) =>
    row.map((value, j) => ({ row: key(options.rows[i] ?? '', i), column: key(options.columns[j] ?? '', j), value })),
  );
  const x = axis('column', options.columns, options.columnTitle);
  const y = axis('row', options.rows, options.rowTitle);
  const color = {
    field: 'value',
    type: 'quantitative',
    title: options.valueTitle ?? 'weight',
    scale: scaleOf(entries.map(({ value }) => value)),
  };
  const spec: JsonObject = {
    width: { step: 26 },
    height: { step: 26 },
    layer: [
      { data: { values: entries }, mark: 'rect', encoding: { x, y, color } },
      ...outlineLayer(options, x, y, what),
    ],
  };
  return {
    data: {
      [vegaLiteMimeType]: captioned(spec, caption),
      'text/markdown': figureHtml(caption, table(weights, options), true),
      'text/plain': `${caption.title}\n${caption.alt}`,
    },
  };
}
