import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Profile } from '@atlas/schemas';
import { UsageError } from './exit-code.js';

/** The folder that holds `notebooks/`, `packages/` and `reports/`, seen from `from` upwards. */
export function findWorkspace(from: string = process.cwd()): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json')) && existsSync(join(folder, 'notebooks'))) return folder;
    if (folder === dirname(folder)) {
      throw new UsageError(`no Attention Atlas workspace at or above ${from}; change to the folder of the clone`);
    }
  }
}

/** Names of all notebooks, `01-unified-form` before `05-channel`. */
export function notebookNames(root: string): string[] {
  return readdirSync(join(root, 'notebooks'))
    .filter((name) => name.endsWith('.ipynb'))
    .map((name) => name.slice(0, -'.ipynb'.length))
    .sort();
}

/** What a person may call a notebook: its file, its name, or the number in front of it. */
export function resolveNotebook(root: string, given: string): string {
  const asFile = resolve(given);
  if (given.endsWith('.ipynb')) {
    if (!existsSync(asFile)) throw new UsageError(`${given}: no such notebook`);
    return asFile;
  }
  const names = notebookNames(root);
  const matches = names.filter((name) => name === given || name.startsWith(`${given}-`));
  if (matches.length !== 1) {
    throw new UsageError(
      `"${given}" names ${matches.length === 0 ? 'no' : 'more than one'} notebook; there are: ${names.join(', ')}`,
    );
  }
  return join(root, 'notebooks', `${matches[0]}.ipynb`);
}

const profiles: readonly Profile[] = ['smoke', 'default', 'full'];

/** @throws UsageError for anything but the three profiles */
export function parseProfile(given: string | undefined, otherwise: Profile = 'default'): Profile {
  const profile = given === undefined ? otherwise : profiles.find((name) => name === given);
  if (!profile) throw new UsageError(`unknown profile "${given}"; there are: ${profiles.join(', ')}`);
  return profile;
}
