import { describe, expect, it } from 'vitest';
import { documentValidator } from './document-validator.js';
import { type JsonSchema } from './json.js';
import { DocumentError } from './problem.js';

function messages(schema: JsonSchema, document: unknown): string[] {
  return documentValidator(schema)
    .problems(document)
    .map((problem) => `${problem.pointer}: ${problem.message}`);
}

describe('documentValidator', () => {
  const schema: JsonSchema = {
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1 },
      sizes: { type: 'array', items: { type: 'integer', minimum: 1 }, minItems: 2 },
      kind: { type: 'string', enum: ['a', 'b'] },
    },
    required: ['name'],
    additionalProperties: false,
  };

  it('lists every problem in plain words, with its place', () => {
    expect(messages(schema, { sizes: [0.5], kind: 'c', 'x/y': 1 })).toEqual([
      ': lacks the property "name"',
      ': has the unknown property "x/y"',
      '/sizes: must have at least 2 items, found 1',
      '/sizes/0: must be an integer, found the number 0.5',
      '/sizes/0: must be >= 1, found 0.5',
      '/kind: must be one of "a", "b", found "c"',
    ]);
  });

  it('names kinds rightly', () => {
    expect(messages({ type: 'array' }, null)).toEqual([': must be an array, found the value null']);
    expect(messages({ type: 'object' }, [])).toEqual([': must be an object, found the array []']);
    expect(messages({ type: 'number' }, Number.NaN)).toEqual([': must be a number, found the number NaN']);
    expect(messages({ const: 4 }, 'x'.repeat(99))).toEqual([`: must be 4, found "${'x'.repeat(59)}…`]);
    expect(messages({ type: ['string', 'null'] }, 3)).toEqual([': must be a string or null, found the number 3']);
  });

  it('knows the decimals keyword', () => {
    expect(messages({ type: 'number', decimals: 2 }, 0.12)).toEqual([]);
    expect(messages({ type: 'number', decimals: 2 }, 0.123)).toEqual([': must have at most 2 decimals, found 0.123']);
  });

  it('does not fetch what a schema refers to', () => {
    expect(() => messages({ $ref: 'https://example.org/schema.json' }, {})).toThrow("can't resolve reference");
  });

  it('is strict: an unknown keyword or format is an error, not ignored', () => {
    expect(() => messages({ type: 'number', minumum: 3 }, 1)).toThrow('unknown keyword: "minumum"');
    expect(() => messages({ type: 'string', format: 'unheard-of' }, '')).toThrow('unknown format "unheard-of"');
  });

  it('looks further only where the form is right', () => {
    const deep = documentValidator<{ a: number }>({ type: 'object', required: ['a'] }, ({ a }) =>
      a === 1 ? [] : [{ pointer: '/a', message: 'is not 1' }],
    );
    expect(deep.problems({}).map((problem) => problem.message)).toEqual(['lacks the property "a"']);
    expect(deep.problems({ a: 2 }).map((problem) => problem.message)).toEqual(['is not 1']);
    expect(deep.parse({ a: 1 }, 'it')).toEqual({ a: 1 });
  });

  it('throws one error that holds all problems', () => {
    const parse = (): unknown => documentValidator(schema).parse({ kind: 'c' }, 'settings.json');
    expect(parse).toThrow(DocumentError);
    expect(parse).toThrow(
      'settings.json has 2 problems:\n  the document: lacks the property "name"\n  /kind: must be one of "a", "b", found "c"',
    );
  });
});
