import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '@atlas/schemas';
import { renderTable, type Row } from '../render/table.js';
import { formatNumber, plural } from '../text/format.js';
import { html, type Html } from '../text/html.js';

/** A result for a reader: rows as a table, fields as a list, long rows of numbers by their size. */
export function renderValue(name: string, value: JsonValue, schema: JsonSchema | undefined): Html {
  const caption = titleOf(schema) ?? name;
  const rows = rowsOf(value);
  if (rows !== undefined) return renderTable(rows, caption);
  return html`<dl class="value">
    <dt>${caption}</dt>
    <dd>${inline(value)}</dd>
  </dl>`;
}

/** What the schema calls a result. */
export function titleOf(schema: JsonSchema | undefined): string | undefined {
  if (!isObject(schema)) return undefined;
  const text = schema['title'] ?? schema['description'];
  return typeof text === 'string' ? text : undefined;
}

/** A list of objects, or an object of objects, as rows; undefined where it is neither. */
function rowsOf(value: JsonValue): Row[] | undefined {
  if (Array.isArray(value)) return value.length > 0 && value.every(isRecord) ? value.map(flat) : undefined;
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([, item]) => isRecord(item)))
    return entries.map(([key, item]) => ({ name: key, ...flat(item as JsonObject) }));
  if (entries.length > 0 && entries.every(([, item]) => typeof item !== 'object'))
    return entries.map(([key, item]) => ({ name: key, value: item }));
  return undefined;
}

function isRecord(value: JsonValue): value is JsonObject {
  return isObject(value);
}

function flat(value: JsonObject): Row {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, typeof item === 'object' && item !== null ? summary(item) : item]),
  );
}

function inline(value: JsonValue): Html {
  if (typeof value === 'number') return html`<span class="number">${formatNumber(value)}</span>`;
  if (typeof value === 'object' && value !== null) return html`${summary(value)}`;
  return html`${String(value)}`;
}

/** Nested data in a few words: short rows of numbers in full, longer ones by their size. */
function summary(value: JsonValue): string {
  if (Array.isArray(value)) {
    if (value.length <= 8 && value.every((item) => typeof item === 'number'))
      return value.map((item) => formatNumber(item)).join(', ');
    return dimensions(value);
  }
  return isRecord(value) ? plural(Object.keys(value).length, 'field') : String(value);
}

function dimensions(value: JsonValue[]): string {
  const sizes: number[] = [];
  for (let level: JsonValue | undefined = value; Array.isArray(level); level = level[0]) sizes.push(level.length);
  return sizes.length === 1 ? plural(value.length, 'value') : `${sizes.join(' × ')} values`;
}
