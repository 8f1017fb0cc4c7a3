import { type JsonObject, roundTo } from '@atlas/schemas';
import { type Output } from '../display/sink.js';
import { type CellValue, isNumeric, type TableData, tableData } from './table-data.js';
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

/** Frictionless Data's form of a table, which front ends lay out as they like. */
export const dataResourceMimeType = 'application/vnd.dataresource+json';

function dataResource(table: TableData, title: string | undefined, decimals: number | undefined): JsonObject {
  const value = (cell: CellValue): CellValue =>
    typeof cell === 'number' && decimals !== undefined ? roundTo(cell, decimals) : cell;
  const fields = table.columns.map((name, column) => ({ name, type: isNumeric(table, column) ? 'number' : 'string' }));
  const data = table.rows.map((row) =>
    Object.fromEntries(table.columns.map((name, column) => [name, value(row[column] ?? null)])),
  );
  return { ...(title === undefined ? {} : { title }), schema: { fields }, data };
}

/** Rows of named values as a table. @throws StudyError and ValueError for rows that are no table. */
export function tableOutput(rows: readonly object[], options: TableOptions = {}): Output {
  const { title, columns, decimals, rowHeaders } = options;
  const table = tableData(rows, title === undefined ? 'the table' : `the table "${title}"`, columns);
  const layout: TableLayout = {
    ...(title === undefined ? {} : { caption: title }),
    ...(decimals === undefined ? {} : { decimals }),
    ...(rowHeaders === undefined ? {} : { rowHeaders }),
  };
  return {
    data: {
      [dataResourceMimeType]: dataResource(table, title, decimals),
      'text/html': tableHtml(table, layout),
      'text/plain': tableText(table, layout),
    },
  };
}
