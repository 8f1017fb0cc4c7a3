/**
 * A JSON pointer (RFC 6901) from its parts: `pointer('results', 'a/b', 0)` is `/results/a~1b/0`.
 * No parts give the empty pointer, which means the whole document.
 */
export function pointer(...parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The parts of a JSON pointer; the inverse of {@link pointer}, with every part as text. */
export function pointerParts(text: string): string[] {
  if (text === '') return [];
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value that a pointer names inside a document, or `undefined` if there is none. */
export function valueAt(document: unknown, text: string): unknown {
  let value = document;
  for (const part of pointerParts(text)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as { [name: string]: unknown })[part];
  }
  return value;
}
