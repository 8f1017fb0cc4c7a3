import { type JsonSchemaObject } from '../json/json.js';
import { type NotebookContract } from './contract.js';

/**
 * The schema of the results alone. A result that the contract does not name is refused, and one that it names must be
 * there unless the contract lists its own `required`.
 */
export function resultsSchema(contract: NotebookContract): JsonSchemaObject {
  return {
    ...(contract.$defs === undefined ? {} : { $defs: contract.$defs }),
    type: 'object',
    properties: contract.properties,
    required: contract.required ?? Object.keys(contract.properties),
    additionalProperties: false,
  };
}

/** The schema of the parameters. None beside the listed ones is allowed, and each needs a value in every profile. */
export function parametersSchema(contract: NotebookContract): JsonSchemaObject {
  const schema = contract.atlas.parameters;
  return { type: 'object', required: Object.keys(schema.properties ?? {}), additionalProperties: false, ...schema };
}
