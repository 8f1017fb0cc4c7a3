import { isObject } from '@atlas/schemas';

type Fields = Readonly<Record<string, unknown>>;

/** The text under a name, or undefined where it is missing or not a text. */
export function textAt(object: Fields, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' ? value : undefined;
}

/** The object under a name, or an empty one where it is missing or something else. */
export function objectAt(object: Fields, name: string): Record<string, unknown> {
  const value = object[name];
  return isObject(value) ? value : {};
}

/** The texts of a list under a name; a missing list is empty, what is no text is left out. */
export function textsAt(object: Fields, name: string): string[] {
  const value = object[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
