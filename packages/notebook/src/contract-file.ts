import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSafeName, type NotebookContract, parseNotebookContract } from '@atlas/schemas';
import { StudyError } from './study-error.js';

function findContract(name: string, directory: string): string {
  const file = `${name}.schema.json`;
  const places = [join(directory, file), join(directory, 'notebooks', file)];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new StudyError(
    `study("${name}") found no contract; looked for ${places.join(' and ')}: ` +
      'give the notebook its name without ".ipynb", and write its contract beside it',
  );
}

/**
 * The contract `<name>.schema.json` in a folder, or in `notebooks/` below it: a kernel works in the notebook's folder,
 * an editor's sometimes at the root.
 *
 * @throws StudyError if there is none or it is no JSON; DocumentError with every problem if it is invalid.
 */
export function readContract(name: string, directory: string): NotebookContract {
  if (!isSafeName(name)) {
    throw new StudyError(
      `study("${name}"): expected a notebook's name such as "05-channel", lower case, without folders`,
    );
  }
  return parseFile(findContract(name, directory));
}

const isContract = (file: string): boolean => file.endsWith('.schema.json');

/**
 * The contracts of all notebooks of a folder, or of `notebooks/` below it, by name: what a notebook about the others
 * reads. A notebook that calls this depends on all of them.
 *
 * @throws StudyError if there is none or one is no JSON; DocumentError with every problem if one is invalid.
 */
export function contracts(directory: string = process.cwd()): { name: string; contract: NotebookContract }[] {
  const places = [directory, join(directory, 'notebooks')];
  const place = places.find((folder) => existsSync(folder) && readdirSync(folder).some(isContract));
  if (place === undefined) {
    throw new StudyError(
      `contracts() found none; looked for *.schema.json in ${places.join(' and ')}: call it where notebooks are`,
    );
  }
  const files = readdirSync(place).filter(isContract).sort();
  return files.map((file) => ({ name: file.replace(/\.schema\.json$/, ''), contract: parseFile(join(place, file)) }));
}

function parseFile(file: string): NotebookContract {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new StudyError(`${file} is no valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return parseNotebookContract(document, file);
}
