import { type JsonSchema } from './json.js';
import { safeName } from './safe-name.js';

/** An object with exactly the given fields. Names in `optional` may be left out, all others must be there. */
export function record(properties: { [name: string]: JsonSchema }, optional: readonly string[] = []): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

/** An object whose names are free (or match `names`) and whose values all match one schema. */
export function dictionary(values: JsonSchema, names?: string): JsonSchema {
  return {
    type: 'object',
    ...(names === undefined ? {} : { propertyNames: { type: 'string', pattern: names } }),
    additionalProperties: values,
  };
}

export const array = (items: JsonSchema, minItems = 0): JsonSchema => ({ type: 'array', items, minItems });
export const oneOfWords = (words: readonly string[]): JsonSchema => ({ type: 'string', enum: [...words] });

export const text: JsonSchema = { type: 'string', minLength: 1 };
export const anyText: JsonSchema = { type: 'string' };
export const number: JsonSchema = { type: 'number' };
export const positive: JsonSchema = { type: 'number', exclusiveMinimum: 0 };
export const notNegative: JsonSchema = { type: 'number', minimum: 0 };
export const count: JsonSchema = { type: 'integer', minimum: 0 };
export const truth: JsonSchema = { type: 'boolean' };
export const anyObject: JsonSchema = { type: 'object' };
export const time: JsonSchema = { type: 'string', format: 'date-time' };
export const sha256: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' };

export const name: JsonSchema = { type: 'string', pattern: safeName };

/** A relative path of safe segments: never absolute, never upwards, no backslash. */
export const safePath: JsonSchema = {
  type: 'string',
  pattern: '^(?!.*(^|/)\\.\\.?(/|$))[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$',
};
