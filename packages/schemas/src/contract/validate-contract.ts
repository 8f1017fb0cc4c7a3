import { documentValidator } from '../json/document-validator.js';
import { problemsAgainst } from '../json/engine.js';
import { type JsonSchema } from '../json/json.js';
import { pointer } from '../json/pointer.js';
import { type Problem } from '../json/problem.js';
import { type NotebookContract } from './contract.js';
import { contractSchema } from './contract.schema.js';
import { parametersSchema } from './derived-schemas.js';
import { unroundedNumbers } from './number-leaves.js';
import { profiles } from './profile.js';
import { schemaProblem } from './schema-problem.js';

function namedSchemas(schemas: { [name: string]: JsonSchema }, definitions: object, ...place: string[]): Problem[] {
  return Object.entries(schemas).flatMap(([name, schema]) =>
    schemaProblem(schema, definitions, pointer(...place, name)),
  );
}

function resultProblems({ properties, $defs = {} }: NotebookContract): Problem[] {
  const definitions = namedSchemas($defs, $defs, '$defs');
  // A broken definition breaks every result that refers to it: one error is enough.
  if (definitions.length > 0) return definitions;
  const broken = namedSchemas(properties, $defs, 'properties');
  return broken.length > 0 ? broken : unroundedNumbers({ properties, $defs });
}

function parameterProblems(contract: NotebookContract): Problem[] {
  const schema = parametersSchema(contract);
  const broken = schemaProblem(schema, {}, pointer('atlas', 'parameters'));
  if (broken.length > 0) return broken;
  return profiles.flatMap((profile) =>
    problemsAgainst(schema, contract.atlas.profiles[profile], pointer('atlas', 'profiles', profile)),
  );
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
  return [
    ...resultProblems(contract),
    ...unknownRequired(contract),
    ...parameterProblems(contract),
    ...namedSchemas(contract.atlas.measurements ?? {}, {}, 'atlas', 'measurements'),
    ...missingSources(contract),
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
