import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { type JsonSchema } from './json.js';
import { addKeywords, type KeywordMode } from './keywords.js';
import { problemsOf } from './messages.js';
import { type Problem } from './problem.js';

/**
 * An ajv for draft 2020-12 that is strict, reports every error, knows the project's keywords, and never fetches:
 * a reference to a schema that is not in the document is an error.
 */
function createEngine(mode: KeywordMode): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    verbose: true,
    passContext: true,
    logger: false,
    // Most schemas validate one document: making their code shorter takes longer than it saves.
    code: { optimize: false },
  });
  formats.default(ajv, ['date-time', 'uri', 'regex']);
  addKeywords(ajv, mode);
  return ajv;
}

// Made at first use and kept: compiling the meta-schemas takes longer than most validations.
const engines = new Map<KeywordMode, Ajv2020>();

function engineOf(mode: KeywordMode): Ajv2020 {
  const known = engines.get(mode);
  if (known !== undefined) return known;
  const made = createEngine(mode);
  engines.set(mode, made);
  return made;
}

/**
 * Compiles a schema. Nothing of it stays in the engine, so two schemas with one `$id` do not disturb each other.
 *
 * @throws Error if the schema is invalid or refers to what it does not contain.
 */
export function compileSchema(schema: JsonSchema, mode: KeywordMode = 'validate'): ValidateFunction {
  const ajv = engineOf(mode);
  try {
    return ajv.compile(schema);
  } finally {
    if (typeof schema === 'object') ajv.removeSchema(schema);
  }
}

/** What the meta-schema of draft 2020-12 says about a schema; empty if it is well formed. */
export function metaProblems(schema: JsonSchema, place: string): Problem[] {
  const ajv = engineOf('validate');
  return ajv.validateSchema(schema) === true ? [] : problemsOf(ajv.errors, place);
}

/** The problems of a value against a schema, with `prefix` before every pointer. */
export function problemsAgainst(schema: JsonSchema, value: unknown, prefix: string): Problem[] {
  const validate = compileSchema(schema);
  return validate(value) ? [] : problemsOf(validate.errors, prefix);
}
