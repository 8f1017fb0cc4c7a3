import { element, escapeHtml } from '../display/html.js';
import { type CellFormat, cellText, isNumeric, type TableData } from './table-data.js';

export type TableLayout = CellFormat & {
  caption?: string;
  /** True where the first cell of a row is its name. */
  rowHeaders?: boolean;
};

const right = 'text-align:right;font-variant-numeric:tabular-nums';

/** An accessible HTML table: caption, column headers, row headers where asked for, numbers flush right. */
export function tableHtml(table: TableData, layout: TableLayout = {}): string {
  const styles = table.columns.map((_, column) => (isNumeric(table, column) ? right : 'text-align:left'));
  const head = table.columns.map((name, column) =>
    element('th', { scope: 'col', style: styles[column] }, escapeHtml(name)),
  );
  const body = table.rows.map((row) => {
    const cells = row.map((cell, column) => {
      const text = escapeHtml(cellText(cell, layout));
      if (column === 0 && layout.rowHeaders === true)
        return element('th', { scope: 'row', style: 'text-align:left' }, text);
      return element('td', { style: styles[column] }, text);
    });
    return element('tr', {}, ...cells);
  });
  const caption = layout.caption === undefined ? '' : element('caption', {}, escapeHtml(layout.caption));
  const rows = element('thead', {}, element('tr', {}, ...head)) + element('tbody', {}, ...body);
  return element('table', { class: 'atlas-table' }, caption, rows);
}

/** The same table as aligned text. */
export function tableText(table: TableData, layout: TableLayout = {}): string {
  const lines = [table.columns, ...table.rows.map((row) => row.map((cell) => cellText(cell, layout)))];
  const widths = table.columns.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const texts = lines.map((line) =>
    line
      .map((text, column) => {
        const width = widths[column] ?? 0;
        return isNumeric(table, column) ? text.padStart(width) : text.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return [...(layout.caption === undefined ? [] : [layout.caption]), ...texts].join('\n');
}
