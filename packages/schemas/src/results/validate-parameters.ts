import { type NotebookContract } from '../contract/contract.js';
import { parametersSchema } from '../contract/derived-schemas.js';
import { createEngine } from '../json/engine.js';
import { type JsonObject } from '../json/json.js';
import { problemsOf } from '../json/messages.js';
import { type Problem } from '../json/problem.js';

/** The problems of parameter values against the contract, before a run is started with them. */
export function validateParameters(contract: NotebookContract, values: JsonObject): Problem[] {
  const validate = createEngine().compile(parametersSchema(contract));
  return validate(values) ? [] : problemsOf(validate.errors, '/parameters');
}
