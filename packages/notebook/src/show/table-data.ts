import { isObject, type JsonValue, numberText } from '@atlas/schemas';
import { StudyError } from '../study-error.js';
import { toPlain } from '../plain.js';

export type CellValue = null | boolean | number | string;

/** A table: the names of its columns and one list of cells for each row. */
export type TableData = { columns: string[]; rows: CellValue[][] };

function cellValue(value: JsonValue | undefined): CellValue {
  if (value === undefined) return null;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

/**
 * Rows of named values as a table. The columns are those given, or all names in the order of first appearance.
 *
 * @throws StudyError if a row is no object; ValueError for a NaN or whatever else JSON does not have.
 */
export function tableData(rows: unknown, what: string, columns?: readonly string[]): TableData {
  const plain = toPlain(rows, what, { allowNull: true });
  if (!Array.isArray(plain)) throw new StudyError(`${what} needs an array of rows, found ${typeof plain}`);
  const objects = plain.map((row, index) => {
    if (isObject(row)) return row as { [name: string]: JsonValue };
    throw new StudyError(`${what}: row ${index} must be an object {column: value}, found ${JSON.stringify(row)}`);
  });
  const names = columns === undefined ? [...new Set(objects.flatMap((row) => Object.keys(row)))] : [...columns];
  return { columns: names, rows: objects.map((row) => names.map((name) => cellValue(row[name]))) };
}

export type CellFormat = { decimals?: number };

/** A cell for people: numbers grouped and rounded, nothing for a missing value. */
export function cellText(value: CellValue, { decimals }: CellFormat = {}): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (decimals === undefined || Number.isInteger(value)) return numberText(value);
  return value.toFixed(decimals).replace('-', '−');
}

/** True for a column that holds numbers and gaps only: it is set flush right. */
export function isNumeric(table: TableData, column: number): boolean {
  const cells = table.rows.map((row) => row[column] ?? null);
  return (
    cells.some((cell) => typeof cell === 'number') && cells.every((cell) => cell === null || typeof cell === 'number')
  );
}
