import { type Output } from '../display/sink.js';
import { tableData } from './table-data.js';
import { tableHtml, type TableLayout, tableText } from './table-html.js';

export type TableOptions = {
  /** What the table shows, in a sentence. */
  title?: string;
  /** Columns to show, in this order; all of them if left out. */
  columns?: readonly string[];
  /** Decimals of numbers that are not whole; four significant digits if left out. */
  decimals?: number;
  /** True if the first column names its row. */
  rowHeaders?: boolean;
};

/** Rows of named values as a table. @throws StudyError and ValueError for rows that are no table. */
export function tableOutput(rows: readonly object[], options: TableOptions = {}): Output {
  const { title, columns, decimals, rowHeaders } = options;
  const table = tableData(rows, title === undefined ? 'the table' : `the table "${title}"`, columns);
  const layout: TableLayout = {
    ...(title === undefined ? {} : { caption: title }),
    ...(decimals === undefined ? {} : { decimals }),
    ...(rowHeaders === undefined ? {} : { rowHeaders }),
  };
  return { data: { 'text/html': tableHtml(table, layout), 'text/plain': tableText(table, layout) } };
}
