import { DocumentError, type NotebookContract, validateMeasurement } from '@atlas/schemas';
import { type Output } from '../display/sink.js';
import { toPlain } from '../plain.js';
import { StudyError } from '../study-error.js';
import { scrapOutput } from './scrap-output.js';

/**
 * A value that depends on the machine: a time, an amount of memory. It is free unless the contract has a schema for it.
 *
 * @throws StudyError for a name that is empty; ValueError and DocumentError as for a result.
 */
export function measurementOutput(contract: NotebookContract, name: string, data: unknown): Output {
  if (name === '') throw new StudyError('a measurement needs a name, found an empty one');
  const plain = toPlain(data, `measurement "${name}"`);
  const problems = validateMeasurement(contract, name, plain);
  if (problems.length > 0) throw new DocumentError(`measurement "${name}"`, problems);
  return scrapOutput('measurement', name, plain, { text: `measurement ${name}: ${JSON.stringify(plain)}` });
}
