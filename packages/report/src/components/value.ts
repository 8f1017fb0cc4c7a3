import { isObject, type JsonObject, type JsonSchema, type JsonValue, type NotebookContract } from '@atlas/schemas';
import { columnsOf, renderTable, type Row } from '../render/table.js';
import { formatNumber, plural, wordsOf } from '../text/format.js';
import { html, type Html } from '../text/html.js';

/**
 * A result for a reader: rows as a table, fields as a list, long rows of numbers by their size.
 * @param contract where the schema of the result stands under its name
 */
export function renderValue(name: string, value: JsonValue, contract?: ContractSchemas): Html {
  const declared = contract?.properties[name];
  const caption = titleOf(declared) ?? name;
  const schema = shapeOf(declared, contract?.$defs);
  const rows = rowsOf(value, schema);
  // The fold around the table has the caption as its name.
  if (rows !== undefined)
    return renderTable(rows, caption, { columns: inOrder(rows, schema), mixed: isFields(value), captioned: true });
  return html`<dl class="value">
    <dt>${caption}</dt>
    <dd>${inline(value)}</dd>
  </dl>`;
}

type ContractSchemas = Pick<NotebookContract, 'properties' | '$defs'>;

/** The part of a schema that names fields, with references to shared definitions followed. */
function shapeOf(schema: JsonSchema | undefined, shared: NotebookContract['$defs'] = {}): JsonSchema | undefined {
  if (!isObject(schema)) return schema;
  const name = String(schema['$ref'] ?? '').replace(/^#\/\$defs\//, '');
  const found = Object.hasOwn(shared, name) ? shared[name]! : schema;
  const inner = isObject(found) ? (found['items'] as JsonSchema | undefined) : undefined;
  return isObject(inner) && isObject(found) ? { ...found, items: shapeOf(inner, shared) ?? inner } : found;
}

/** What the schema calls a result. */
export function titleOf(schema: JsonSchema | undefined): string | undefined {
  if (!isObject(schema)) return undefined;
  const text = schema['title'] ?? schema['description'];
  return typeof text === 'string' ? text : undefined;
}

/** A list of objects, an object of objects, or plain fields, as rows; undefined where it is nothing of these. */
function rowsOf(value: JsonValue, schema: JsonSchema | undefined): Row[] | undefined {
  if (Array.isArray(value)) return value.length > 0 && value.every(isRecord) ? value.map(flat) : undefined;
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value);
  if (isFields(value))
    return inSchemaOrder(entries, schema).map(([key, item]) => ({ name: wordsOf(key), value: item }));
  if (entries.length > 0 && entries.every(([, item]) => isRecord(item)))
    return entries.map(([key, item]) => ({ name: key, ...flat(item as JsonObject) }));
  return undefined;
}

/** An object whose fields are single values, each of its own kind. */
function isFields(value: JsonValue): value is JsonObject {
  const items = isRecord(value) ? Object.values(value) : [];
  return items.length > 0 && items.every((item) => typeof item !== 'object');
}

/** The names of the fields in the order in which the schema declares them; results are sorted by name. */
function declaredNames(schema: JsonSchema | undefined): string[] {
  if (!isObject(schema)) return [];
  const inner = [schema, schema['items'], schema['additionalProperties']].find(
    (part) => isObject(part) && isObject(part['properties']),
  );
  return isObject(inner) && isObject(inner['properties']) ? Object.keys(inner['properties']) : [];
}

function inSchemaOrder(entries: [string, JsonValue][], schema: JsonSchema | undefined): [string, JsonValue][] {
  const names = declaredNames(schema);
  const place = (name: string): number => (names.includes(name) ? names.indexOf(name) : names.length);
  return entries.sort(([a], [b]) => place(a) - place(b));
}

function inOrder(rows: readonly Row[], schema: JsonSchema | undefined): string[] {
  const columns = columnsOf(rows);
  const declared = declaredNames(schema).filter((name) => columns.includes(name));
  return declared.length === 0
    ? columns
    : [...new Set([...columns.filter((name) => name === 'name'), ...declared, ...columns])];
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
    if (value.length === 0) return '–';
    if (value.length <= 8 && value.every((item) => typeof item === 'number'))
      return value.map((item) => formatNumber(item)).join(', ');
    if (value.length <= 8 && value.every((item) => typeof item === 'string')) return value.join(', ');
    return dimensions(value);
  }
  return isRecord(value) ? plural(Object.keys(value).length, 'field') : String(value);
}

function dimensions(value: JsonValue[]): string {
  const sizes: number[] = [];
  for (let level: JsonValue | undefined = value; Array.isArray(level); level = level[0]) sizes.push(level.length);
  return sizes.length === 1 ? plural(value.length, 'value') : `${sizes.join(' × ')} values`;
}
