import type { JsonObject, MimeBundle } from '@atlas/schemas';
import { objectAt } from '../json.js';

/** Whether values of a MIME type are JSON as it is, not text. */
export function isJsonType(type: string): boolean {
  return type === 'application/json' || (type.startsWith('application/') && type.endsWith('+json'));
}

/** The `data` of a display message as nbformat wants it: JSON types hold JSON, all others text. */
export function readBundle(content: Readonly<Record<string, unknown>>): MimeBundle {
  const bundle: MimeBundle = {};
  for (const [type, value] of Object.entries(objectAt(content, 'data'))) {
    bundle[type] = isJsonType(type) ? value : asText(value);
  }
  return bundle;
}

/** The `metadata` of a display message; what is no object counts as empty. */
export function readMetadata(content: Readonly<Record<string, unknown>>): JsonObject {
  return objectAt(content, 'metadata') as JsonObject;
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((line) => typeof line === 'string')) return value.join('');
  return JSON.stringify(value);
}
