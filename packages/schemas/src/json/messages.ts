import { type ErrorObject } from 'ajv/dist/2020.js';
import { pointer } from './pointer.js';
import { type Problem } from './problem.js';

const longest = 60;

/** The value as a reader wants to see it in a message: JSON, cut short. */
export function shown(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

type Parameters = { [name: string]: unknown };

const phrases: { [keyword: string]: (parameters: Parameters, error: ErrorObject) => string } = {
  additionalProperties: (p) => `has the unknown property "${String(p['additionalProperty'])}"`,
  unevaluatedProperties: (p) => `has the unknown property "${String(p['unevaluatedProperty'])}"`,
  required: (p) => `lacks the property "${String(p['missingProperty'])}"`,
  type: (p, error) => `must be ${article(p['type'])}, found ${kind(error.data)} ${shown(error.data)}`,
  enum: (p, error) =>
    `must be one of ${(p['allowedValues'] as unknown[]).map(shown).join(', ')}, found ${shown(error.data)}`,
  const: (p, error) => `must be ${shown(p['allowedValue'])}, found ${shown(error.data)}`,
  pattern: (p, error) => `must match ${String(p['pattern'])}, found ${shown(error.data)}`,
  format: (p, error) => `must be a ${String(p['format'])}, found ${shown(error.data)}`,
  decimals: (_p, error) => `must have at most ${String(error.schema)} decimals, found ${shown(error.data)}`,
  minItems: (p, error) => `must have at least ${String(p['limit'])} items, found ${(error.data as unknown[]).length}`,
  maxItems: (p, error) => `must have at most ${String(p['limit'])} items, found ${(error.data as unknown[]).length}`,
  minLength: (_p, error) => `must not be shorter than ${String(error.schema)}, found ${shown(error.data)}`,
  'false schema': () => 'is not allowed here',
};

function article(type: unknown): string {
  const name = Array.isArray(type) ? type.join(' or ') : String(type);
  return /^[aeio]/.test(name) ? `an ${name}` : name === 'null' ? name : `a ${name}`;
}

function kind(value: unknown): string {
  if (value === null) return 'the value';
  return Array.isArray(value) ? 'the array' : `the ${typeof value}`;
}

function comparison(error: ErrorObject): string | undefined {
  if (!['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].includes(error.keyword)) return undefined;
  return `must be ${String(error.params['comparison'])} ${String(error.params['limit'])}, found ${shown(error.data)}`;
}

/** An ajv error as a problem in plain English. */
export function problemOf(error: ErrorObject, prefix = ''): Problem {
  const phrase = phrases[error.keyword];
  const message =
    phrase?.(error.params, error) ??
    comparison(error) ??
    `${error.message ?? error.keyword}, found ${shown(error.data)}`;
  const extra = error.keyword === 'propertyNames' ? pointer(String(error.params['propertyName'])) : '';
  return { pointer: prefix + error.instancePath + extra, message };
}

/** All errors of a validation as problems, without repeats and without the echo of `if`, `anyOf` and `oneOf`. */
export function problemsOf(errors: readonly ErrorObject[] | null | undefined, prefix = ''): Problem[] {
  const all = errors ?? [];
  const echoes = ['if', 'anyOf', 'oneOf', 'discriminator'];
  const precise = all.filter((error) => !echoes.includes(error.keyword));
  const problems = (precise.length > 0 ? precise : all).map((error) => problemOf(error, prefix));
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = `${problem.pointer}\n${problem.message}`;
    return !seen.has(key) && seen.add(key);
  });
}
