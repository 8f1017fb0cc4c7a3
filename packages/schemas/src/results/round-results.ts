import { type NotebookContract } from '../contract/contract.js';
import { compileSchema } from '../json/engine.js';
import { resultsSchema } from '../contract/derived-schemas.js';
import { type JsonObject, type JsonValue } from '../json/json.js';

/**
 * The results with every number rounded to the decimals that its schema asks for; the input is not changed.
 * Values that do not match the contract stay as they are: validation is another step.
 *
 * @throws Error if the contract's own schemas are invalid.
 */
export function roundResults(contract: NotebookContract, results: JsonObject): JsonObject {
  const copy = structuredClone(results);
  compileSchema(resultsSchema(contract), 'round')(copy);
  return copy;
}

/** One result, rounded as {@link roundResults} does. */
export function roundResult(contract: NotebookContract, name: string, data: JsonValue): JsonValue {
  return roundResults(contract, { [name]: data })[name] ?? null;
}
