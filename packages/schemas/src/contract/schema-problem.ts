import { compileSchema, metaProblems } from '../json/engine.js';
import { type JsonSchema } from '../json/json.js';
import { type Problem } from '../json/problem.js';

const invalid = (place: string, reason: string): Problem[] => [
  { pointer: place, message: `is not a valid schema: ${reason}` },
];

/** ajv's reason without its own vocabulary, with places as they are in the document. */
function plainReason(error: unknown, place: string): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^strict mode: /, '')
    .replace(' ignored in schema at path', ' at')
    .replaceAll('"#/properties/value', `"${place}`)
    .replace(/^no schema with key or ref (.*)$/, 'uses $1, but only draft 2020-12 is known')
    .replace(
      /^can't resolve reference (.*) from id .*$/,
      'refers to $1, which is not under "$$defs"; nothing is fetched',
    );
}

/**
 * Why a schema does not compile: one problem, the first, because one mistake makes ajv complain in many ways.
 *
 * @param definitions the `$defs` that the schema may refer to.
 * @param place where the schema stands in its document.
 */
export function schemaProblem(schema: JsonSchema, definitions: object, place: string): Problem[] {
  try {
    const [first] = metaProblems(schema, place);
    if (first !== undefined) return invalid(first.pointer, first.message);
    compileSchema({ $defs: definitions, type: 'object', properties: { value: schema } });
    return [];
  } catch (error) {
    return invalid(place, plainReason(error, place));
  }
}
