import { numberText } from '@atlas/schemas';
import { element, escapeHtml } from '../display/html.js';
import { type Output } from '../display/sink.js';
import { StudyError } from '../study-error.js';
import { isTensorLike, type TensorLike } from './tensor-like.js';
import { tensorStatistics, type TensorStatistics } from './tensor-statistics.js';

export type TensorOptions = { title?: string };

/** Rows and columns shown; of a larger tensor these are its first ones. */
const mostRows = 8;
const mostColumns = 10;

const numberOf = (value: number): string => (Number.isFinite(value) ? numberText(value) : String(value));

function statisticsText(statistics: TensorStatistics): string {
  const { size, minimum, maximum, mean, standardDeviation, zeros, notANumber, infinite } = statistics;
  if (size === 0) return 'empty';
  const odd = [
    zeros > 0 ? `${zeros} of ${size} zero` : '',
    notANumber > 0 ? `${notANumber} NaN` : '',
    infinite > 0 ? `${infinite} infinite` : '',
  ].filter((part) => part !== '');
  const finite =
    notANumber + infinite === size
      ? []
      : [
          `from ${numberOf(minimum)} to ${numberOf(maximum)}`,
          `mean ${numberOf(mean)}`,
          `standard deviation ${numberOf(standardDeviation)}`,
        ];
  return [...finite, ...odd].join(', ');
}

/** The last two axes as rows and columns; of earlier axes the first entry. */
function corner(shape: readonly number[], values: ArrayLike<number>): string[][] {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.length < 2 ? 1 : (shape.at(-2) ?? 1);
  return Array.from({ length: Math.min(rows, mostRows) }, (_, row) =>
    Array.from({ length: Math.min(columns, mostColumns) }, (_unused, column) =>
      numberOf(Number(values[row * columns + column])),
    ),
  );
}

function cornerTitle(shape: readonly number[], shown: readonly string[][]): string {
  const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  const all = shape.length <= 2 && shown.length === rows && (shown[0]?.length ?? 0) === columns;
  if (all) return 'all values';
  const leading = shape.slice(0, -2).map(() => '0');
  const place = leading.length === 0 ? '' : ` at [${leading.join(', ')}, …]`;
  return `first ${shown.length} x ${shown[0]?.length ?? 0} values${place}`;
}

/**
 * A tensor's type, shape, statistics and first values.
 *
 * @throws StudyError if it is no tensor, or disposed.
 */
export function tensorOutput(tensor: TensorLike, options: TensorOptions = {}): Output {
  if (!isTensorLike(tensor)) throw new StudyError(`show.tensor needs a tensor, found ${typeof tensor}`);
  const values = tensor.dataSync();
  const name = options.title ?? 'tensor';
  const head = `${name}: ${tensor.dtype} [${tensor.shape.join(', ')}]`;
  const facts = statisticsText(tensorStatistics(values));
  const shown = values.length === 0 ? [] : corner(tensor.shape, values);
  const title = cornerTitle(tensor.shape, shown);
  const text = [head, facts, ...(shown.length === 0 ? [] : [`${title}:`, ...shown.map((row) => row.join('  '))])].join(
    '\n',
  );
  const rows = shown.map((row) =>
    element('tr', {}, ...row.map((value) => element('td', { style: 'text-align:right' }, escapeHtml(value)))),
  );
  const table =
    rows.length === 0
      ? ''
      : element('table', {}, element('caption', {}, escapeHtml(title)), element('tbody', {}, ...rows));
  const html = element(
    'div',
    { class: 'atlas-tensor' },
    element('p', {}, element('strong', {}, escapeHtml(head))),
    element('p', {}, escapeHtml(facts)),
    table,
  );
  return { data: { 'text/html': html, 'text/plain': text } };
}
