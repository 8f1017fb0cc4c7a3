import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mechanisms } from '@atlas/attention';
import { UsageError } from '../exit-code.js';

export type StudyRequest = {
  /** The folder `notebooks/`. */
  readonly folder: string;
  /** `12-my-gate`. */
  readonly name: string;
  readonly title: string;
  /** The mechanism's name in the registry. */
  readonly mechanism: string;
};

/** What stands in the template where a study has words of its own. */
const placeholders = { name: '00-study', title: 'A new study' };

function template(end: string): string {
  return readFileSync(fileURLToPath(new URL(`../../template/study${end}`, import.meta.url)), 'utf8');
}

/** A text as it stands between the quotes of a JSON document. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** @throws UsageError for a mechanism that is not in the registry */
export function requireMechanism(name: string): string {
  if (Object.hasOwn(mechanisms, name)) return name;
  throw new UsageError(`unknown mechanism "${name}"; there are: ${Object.keys(mechanisms).join(', ')}`);
}

/**
 * Writes the notebook and its contract; never over a file that is there.
 * @returns both paths
 * @throws UsageError when one of them exists
 */
export function writeStudy({ folder, name, title, mechanism }: StudyRequest): string[] {
  const written: string[] = [];
  for (const end of ['.schema.json', '.ipynb']) {
    const file = join(folder, `${name}${end}`);
    // Functions as replacements: a "$" in a title has no special meaning.
    const text = template(end)
      .replaceAll(placeholders.name, () => name)
      .replaceAll(placeholders.title, () => inJson(title))
      .replaceAll("mechanisms['se']", () => `mechanisms['${mechanism}']`)
      .replaceAll('["se"]', () => `["${mechanism}"]`);
    try {
      writeFileSync(file, text, { flag: 'wx' });
    } catch (error) {
      for (const path of written) rmSync(path);
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new UsageError(`${file} exists and is left alone: choose another name, or remove it`);
    }
    written.push(file);
  }
  return written;
}
