import { DocumentError, type NotebookContract, roundResult, validateResult } from '@atlas/schemas';
import { type Output } from '../display/sink.js';
import { toPlain } from '../plain.js';
import { listed, StudyError } from '../study-error.js';
import { scrapOutput } from './scrap-output.js';

/**
 * A result, rounded as its schema says and validated against it.
 *
 * @throws StudyError if the contract has no such result; ValueError for NaN, null and the like;
 *   DocumentError with every problem if the value does not match its schema.
 */
export function resultOutput(contract: NotebookContract, name: string, data: unknown): Output {
  if (!Object.hasOwn(contract.properties, name)) {
    throw new StudyError(
      `result "${name}" is not in the contract, which has ${listed(Object.keys(contract.properties))}: ` +
        'add it to "properties" of the notebook\'s schema, or mend the name',
    );
  }
  const rounded = roundResult(contract, name, toPlain(data, `result "${name}"`));
  const problems = validateResult(contract, name, rounded);
  if (problems.length > 0) throw new DocumentError(`result "${name}"`, problems);
  const text = JSON.stringify(rounded);
  const short = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return scrapOutput('result', name, rounded, { text: `result ${name}: ${short}` });
}
