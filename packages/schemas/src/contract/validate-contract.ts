import { documentValidator } from '../json/document-validator.js';
import { createEngine } from '../json/engine.js';
import { type JsonObject, type JsonSchema } from '../json/json.js';
import { problemsOf } from '../json/messages.js';
import { pointer } from '../json/pointer.js';
import { type Problem } from '../json/problem.js';
import { type NotebookContract } from './contract.js';
import { contractSchema } from './contract.schema.js';
import { profiles } from './profile.js';
import { unroundedNumbers } from './number-leaves.js';
import { parametersSchema, resultsSchema } from './derived-schemas.js';

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
  const schema = parametersSchema(contract);
  const broken = schemaProblem(schema, pointer('atlas', 'parameters'));
  if (broken.length > 0) return broken;
  const validate = createEngine().compile(schema);
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

function missingSources(contract: NotebookContract): Problem[] {
  return Object.entries(contract.atlas.claims).flatMap(([id, { source }]) =>
    source.statement !== undefined || source.paper !== undefined
      ? []
      : [
          {
            pointer: pointer('atlas', 'claims', id, 'source'),
            message: 'names neither a "statement" of the survey nor a "paper": give at least one',
          },
        ],
  );
}

/** What the form alone does not say: every schema compiles, every profile has valid parameters. */
function contentProblems(contract: NotebookContract): Problem[] {
  const measurements = Object.entries(contract.atlas.measurements ?? {});
  return [
    ...schemaProblem(resultsSchema(contract), ''),
    ...unroundedNumbers({ properties: contract.properties, $defs: contract.$defs ?? {} }),
    ...parameterProblems(contract),
    ...unknownRequired(contract),
    ...missingSources(contract),
    ...measurements.flatMap(([name, schema]) => schemaProblem(schema, pointer('atlas', 'measurements', name))),
  ];
}

/**
 * `validateNotebookContract(document)` lists the problems of `notebooks/NN-topic.schema.json`;
 * `parseNotebookContract(document, what)` returns it as its type or throws a DocumentError.
 */
export const { problems: validateNotebookContract, parse: parseNotebookContract } = documentValidator<NotebookContract>(
  contractSchema,
  contentProblems,
);
