import { type JsonObject, type JsonValue } from '@atlas/schemas';
import { formatNumber, plural, withMinus, wordsOf } from '../text/format.js';
import { html, type Html } from '../text/html.js';

/** Rows shown in a page; the download holds all of them. */
export const rowsOnPage = 60;

/** Tables with more rows scroll inside their own frame. */
const longTable = 24;

export type Row = { [column: string]: JsonValue };

/** The columns of all rows in the order of their first appearance, those that name a row before those with numbers. */
export function columnsOf(rows: readonly Row[]): string[] {
  const columns = new Set<string>();
  for (const row of rows) Object.keys(row).forEach((column) => columns.add(column));
  const isName = (column: string): boolean => rows.every((row) => typeof row[column] === 'string');
  return [...[...columns].filter(isName), ...[...columns].filter((column) => !isName(column))];
}

const quantity = /^[−-]?[\d.,]+\s?[a-zA-Z%µ]{1,3}$/;

function cell(value: JsonValue | undefined, decimals: number | undefined): Html {
  if (value === undefined || value === null) return html`<td class="absent">–</td>`;
  if (typeof value === 'number') return html`<td class="number">${formatNumber(value, decimals)}</td>`;
  if (typeof value === 'object') return html`<td><code>${JSON.stringify(value).slice(0, 200)}</code></td>`;
  const text = withMinus(String(value));
  // A number with its unit keeps to one line.
  return quantity.test(text) ? html`<td class="quantity">${text}</td>` : html`<td>${text}</td>`;
}

const rowHeader = (value: JsonValue | undefined): Html =>
  html`<th scope="row">${typeof value === 'string' ? withMinus(value) : JSON.stringify(value ?? '')}</th>`;

export type TableLook = {
  /** In this order; that of {@link columnsOf} if left out. */
  columns?: readonly string[];
  /** Numbers of one column are of different kinds, so that each has its own places. */
  mixed?: boolean;
  /** A heading beside the table says what the caption would say. */
  captioned?: boolean;
  /** The first column names the rows. */
  rowHeaders?: boolean;
};

/**
 * A table for a page: numbers to the right with as many places as the column needs, text to the left. A table without a
 * caption is named "Table" for those who cannot see it.
 */
export function renderTable(rows: readonly Row[], caption: string, look: TableLook = {}): Html {
  const { columns = columnsOf(rows), mixed = false, captioned = false, rowHeaders = false } = look;
  const shown = rows.slice(0, rowsOnPage);
  const places = new Map(columns.map((column) => [column, columnPlaces(shown.map((row) => row[column]))]));
  const placesOf = (column: string, value: JsonValue | undefined): number | undefined =>
    mixed ? columnPlaces([value]) : places.get(column);
  const numeric = (column: string): boolean => shown.some((row) => typeof row[column] === 'number');
  const rest = rows.length - shown.length;
  const scroll = shown.length > longTable ? 'scroll tall' : 'scroll';
  const cut = rest > 0 ? ` (first ${rowsOnPage} of ${plural(rows.length, 'row')})` : '';
  const words = `${withMinus(caption)}${cut}`.trim();
  return html`<div class="${scroll}" tabindex="0" role="group" aria-label="${words === '' ? 'Table' : words}">
    <table>
      ${
        words === '' || (captioned && cut === '')
          ? null
          : html`<caption>
              ${words}
            </caption>`
      }
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" ${numeric(column) ? html` class="number"` : null}>${wordsOf(column)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          (row) =>
            html`<tr>
              ${columns.map((column, place) =>
                rowHeaders && place === 0 ? rowHeader(row[column]) : cell(row[column], placesOf(column, row[column])),
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** As many places as the longest value of a column has, four at most; undefined for whole and for very small numbers. */
function columnPlaces(values: readonly (JsonValue | undefined)[]): number | undefined {
  const numbers = values.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
  if (numbers.length === 0 || numbers.every(Number.isInteger) || Math.max(...numbers.map(Math.abs)) < 1e-3)
    return undefined;
  const places = numbers.map((value) => /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0);
  return Math.min(4, Math.max(...places));
}

/** Comma-separated values after RFC 4180. Texts that a spreadsheet would run as formulas get a leading apostrophe. */
export function toCsv(rows: readonly JsonObject[], columns: readonly string[] = columnsOf(rows)): string {
  const field = (value: JsonValue | undefined): string => {
    if (value === undefined || value === null) return '';
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    const guarded = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
  };
  const lines = rows.map((row) => columns.map((column) => field(row[column])).join(','));
  return [columns.map((column) => field(column)).join(','), ...lines].join('\r\n') + '\r\n';
}
