import { documentValidator } from '../json/document-validator.js';
import { createEngine } from '../json/engine.js';
import { type JsonObject, type JsonSchema } from '../json/json.js';
import { problemsOf } from '../json/messages.js';
import { pointer } from '../json/pointer.js';
import { type Problem } from '../json/problem.js';
import { type NotebookContract } from './contract.js';
import { contractSchema } from './contract.schema.js';
import { profiles } from './profile.js';
import { resultsSchema } from './results-schema.js';

/** Compiles a schema only to learn why it does not compile: one problem, at the place of the schema. */
function schemaProblem(schema: JsonSchema, place: string): Problem[] {
  try {
    createEngine().compile(schema);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ pointer: place, message: `is not a valid schema: ${reason}` }];
  }
}

function parameterProblems(contract: NotebookContract): Problem[] {
  const broken = schemaProblem(contract.atlas.parameters, pointer('atlas', 'parameters'));
  if (broken.length > 0) return broken;
  const validate = createEngine().compile(contract.atlas.parameters);
  return profiles.flatMap((profile) => {
    const values: JsonObject = contract.atlas.profiles[profile];
    return validate(values) ? [] : problemsOf(validate.errors, pointer('atlas', 'profiles', profile));
  });
}

function unknownRequired(contract: NotebookContract): Problem[] {
  return (contract.required ?? []).flatMap((name, index) =>
    Object.hasOwn(contract.properties, name)
      ? []
      : [{ pointer: pointer('required', index), message: `"${name}" is not among the results of "properties"` }],
  );
}

/** What the form alone does not say: every schema compiles, every profile has valid parameters. */
function contentProblems(contract: NotebookContract): Problem[] {
  const measurements = Object.entries(contract.atlas.measurements ?? {});
  return [
    ...schemaProblem(resultsSchema(contract), ''),
    ...parameterProblems(contract),
    ...unknownRequired(contract),
    ...measurements.flatMap(([name, schema]) => schemaProblem(schema, pointer('atlas', 'measurements', name))),
  ];
}

/**
 * `validateNotebookContract(document)` lists the problems of `notebooks/NN-topic.schema.json`;
 * `parseNotebookContract(document, what)` returns it as its type or throws a DocumentError.
 */
export const { problems: validateNotebookContract, parse: parseNotebookContract } =
  documentValidator<NotebookContract>(contractSchema, contentProblems);
