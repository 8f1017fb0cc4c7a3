import { type NotebookContract } from '../contract/contract.js';
import { resultsSchema } from '../contract/derived-schemas.js';
import { createEngine } from '../json/engine.js';
import { isObject, type JsonValue } from '../json/json.js';
import { problemsOf } from '../json/messages.js';
import { pointer } from '../json/pointer.js';
import { type Problem } from '../json/problem.js';

/** The problems of one result against its schema, with pointers as in a result file. */
export function validateResult(contract: NotebookContract, name: string, data: JsonValue): Problem[] {
  const schema = resultsSchema(contract);
  const validate = createEngine().compile(isObject(schema) ? { ...schema, required: [] } : schema);
  return validate({ [name]: data }) ? [] : problemsOf(validate.errors, '/results');
}

/** The problems of one measurement; it is free where the contract has no schema of that name. */
export function validateMeasurement(contract: NotebookContract, name: string, data: JsonValue): Problem[] {
  const schema = contract.atlas.measurements?.[name];
  if (schema === undefined) return [];
  const validate = createEngine().compile(schema);
  return validate(data) ? [] : problemsOf(validate.errors, pointer('measurements', name));
}
