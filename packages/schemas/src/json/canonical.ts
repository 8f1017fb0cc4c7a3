import { pointer } from './pointer.js';

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

function scalarText(value: unknown, path: readonly (string | number)[]): string {
  const place = pointer(...path) || 'the document';
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`JSON cannot hold ${value} at ${place}: replace it by a finite number, or leave the field out`);
  }
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return JSON.stringify(value);
  throw new TypeError(`JSON cannot hold a ${typeof value} at ${place}: leave the field out`);
}

function text(value: unknown, indent: string, path: readonly (string | number)[]): string {
  if (isScalar(value)) return scalarText(value, path);
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item, index) => text(item, deeper, [...path, index]));
    // A row of numbers stays on one line, so that a matrix reads as a matrix and its diff as rows.
    if (value.every(isScalar)) return `[${items.join(', ')}]`;
    return `[\n${items.map((item) => deeper + item).join(',\n')}\n${indent}]`;
  }
  const object = value as { [name: string]: unknown };
  const names = Object.keys(object)
    .filter((name) => object[name] !== undefined)
    .sort();
  if (names.length === 0) return '{}';
  const fields = names.map(
    (name) => `${deeper}${JSON.stringify(name)}: ${text(object[name], deeper, [...path, name])}`,
  );
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

/**
 * JSON text that depends on the value alone: names sorted by code unit, two spaces of indentation, arrays of scalars
 * on one line, `-0` written as `0`, fields that are `undefined` left out, a line feed at the end.
 * The same value gives the same bytes on every machine.
 *
 * @throws TypeError naming the JSON pointer of a NaN, an infinity or a value that JSON does not have.
 */
export function canonicalJson(value: unknown): string {
  return `${text(value, '', [])}\n`;
}
