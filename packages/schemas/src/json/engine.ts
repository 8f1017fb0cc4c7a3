import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { addKeywords, type KeywordMode } from './keywords.js';

/**
 * An ajv for draft 2020-12 that is strict, reports every error, knows the project's keywords, and never fetches:
 * a reference to a schema that is not in the document is an error.
 */
export function createEngine(mode: KeywordMode = 'validate'): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    verbose: true,
    passContext: true,
    logger: false,
  });
  formats.default(ajv, ['date-time', 'uri', 'regex']);
  addKeywords(ajv, mode);
  return ajv;
}
