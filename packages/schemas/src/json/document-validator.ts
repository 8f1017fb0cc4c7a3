import { type ValidateFunction } from 'ajv/dist/2020.js';
import { compileSchema } from './engine.js';
import { type JsonSchema } from './json.js';
import { problemsOf } from './messages.js';
import { DocumentError, type Problem } from './problem.js';

/** Both ways to look at a kind of document: list its problems, or demand that there are none. */
export type DocumentValidator<T> = {
  /** Every problem of the document; empty if it is valid. */
  problems(document: unknown): Problem[];
  /**
   * The document as its type.
   *
   * @throws DocumentError with every problem; `what` names the document in the message.
   */
  parse(document: unknown, what: string): T;
};

/**
 * A validator for one schema, compiled at its first use.
 * `more` looks for what a schema cannot say; it is called only on documents that match the schema.
 */
export function documentValidator<T>(
  schema: JsonSchema,
  more: (document: T) => Problem[] = () => [],
): DocumentValidator<T> {
  let validate: ValidateFunction | undefined;
  const problems = (document: unknown): Problem[] => {
    validate ??= compileSchema(schema);
    if (!validate(document)) return problemsOf(validate.errors);
    return more(document as T);
  };
  const parse = (document: unknown, what: string): T => {
    const found = problems(document);
    if (found.length > 0) throw new DocumentError(what, found);
    return document as T;
  };
  return { problems, parse };
}
