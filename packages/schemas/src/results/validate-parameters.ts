import { type NotebookContract } from '../contract/contract.js';
import { parametersSchema } from '../contract/derived-schemas.js';
import { problemsAgainst } from '../json/engine.js';
import { type JsonObject } from '../json/json.js';
import { type Problem } from '../json/problem.js';

/** The problems of parameter values against the contract, before a run is started with them. */
export function validateParameters(contract: NotebookContract, values: JsonObject): Problem[] {
  return problemsAgainst(parametersSchema(contract), values, '/parameters');
}
