import { type JsonObject, type JsonValue } from '@atlas/schemas';
import { formatNumber, plural } from '../text/format.js';
import { html, type Html } from '../text/html.js';

/** Rows shown in a page; the download holds all of them. */
export const rowsOnPage = 60;

export type Row = { [column: string]: JsonValue };

/** The columns of all rows in the order of their first appearance, those that name a row before those with numbers. */
export function columnsOf(rows: readonly Row[]): string[] {
  const columns = new Set<string>();
  for (const row of rows) Object.keys(row).forEach((column) => columns.add(column));
  const isName = (column: string): boolean => rows.every((row) => typeof row[column] === 'string');
  return [...[...columns].filter(isName), ...[...columns].filter((column) => !isName(column))];
}

function cell(value: JsonValue | undefined, decimals: number | undefined): Html {
  if (value === undefined || value === null) return html`<td class="absent">–</td>`;
  if (typeof value === 'number') return html`<td class="number">${formatNumber(value, decimals)}</td>`;
  if (typeof value === 'object') return html`<td><code>${JSON.stringify(value).slice(0, 200)}</code></td>`;
  return html`<td>${String(value)}</td>`;
}

/** A table for a page: numbers to the right with as many places as the column needs, text to the left. */
export function renderTable(rows: readonly Row[], caption: string): Html {
  const columns = columnsOf(rows);
  const shown = rows.slice(0, rowsOnPage);
  const places = new Map(columns.map((column) => [column, columnPlaces(shown.map((row) => row[column]))]));
  const numeric = (column: string): boolean => shown.some((row) => typeof row[column] === 'number');
  const rest = rows.length - shown.length;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}">
    <table>
      <caption>
        ${caption}${rest > 0 ? ` (first ${rowsOnPage} of ${plural(rows.length, 'row')})` : null}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" ${numeric(column) ? html` class="number"` : null}>${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          (row) =>
            html`<tr>
              ${columns.map((column) => cell(row[column], places.get(column)))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Places that show every value of a column to three significant digits, four places at most; undefined for mixed magnitudes. */
function columnPlaces(values: readonly (JsonValue | undefined)[]): number | undefined {
  const numbers = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  if (numbers.length === 0 || numbers.every(Number.isInteger)) return undefined;
  const largest = Math.max(...numbers.map(Math.abs));
  if (largest < 1e-3) return undefined;
  return Math.min(4, Math.max(0, 2 - Math.floor(Math.log10(largest))));
}

/** Comma-separated values after RFC 4180. Texts that a spreadsheet would run as formulas get a leading apostrophe. */
export function toCsv(rows: readonly JsonObject[]): string {
  const columns = columnsOf(rows as readonly Row[]);
  const field = (value: JsonValue | undefined): string => {
    if (value === undefined || value === null) return '';
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    const guarded = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
  };
  const lines = rows.map((row) => columns.map((column) => field(row[column])).join(','));
  return [columns.map((column) => field(column)).join(','), ...lines].join('\r\n') + '\r\n';
}
