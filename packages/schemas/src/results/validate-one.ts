import { type NotebookContract } from '../contract/contract.js';
import { resultsSchema } from '../contract/derived-schemas.js';
import { problemsAgainst } from '../json/engine.js';
import { type JsonValue } from '../json/json.js';
import { pointer } from '../json/pointer.js';
import { type Problem } from '../json/problem.js';

/** The problems of one result against its schema, with pointers as in a result file. */
export function validateResult(contract: NotebookContract, name: string, data: JsonValue): Problem[] {
  return problemsAgainst({ ...resultsSchema(contract), required: [] }, { [name]: data }, '/results');
}

/** The problems of one measurement; it is free where the contract has no schema of that name. */
export function validateMeasurement(contract: NotebookContract, name: string, data: JsonValue): Problem[] {
  const schema = contract.atlas.measurements?.[name];
  return schema === undefined ? [] : problemsAgainst(schema, data, pointer('measurements', name));
}
