import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type NotebookContract,
  parseNotebookContract,
  parseResultFile,
  type Profile,
  type ResultFile,
} from '@atlas/schemas';
import { readJson } from './read-json.js';
import { notebookNames } from '../workspace.js';

/** A notebook with what it promises and, where it has run, what came out. */
export type Chapter = { name: string; contract: NotebookContract; results?: ResultFile };

/** The results of one notebook in one profile, or undefined where it has not run. */
export function readResults(reports: string, profile: Profile, name: string): ResultFile | undefined {
  const file = join(reports, 'results', profile, `${name}.json`);
  return existsSync(file) ? parseResultFile(readJson(file), file) : undefined;
}

/** All notebooks of the workspace with their contracts and results. */
export function readChapters(root: string, profile: Profile, reports = join(root, 'reports')): Chapter[] {
  return notebookNames(root).map((name) => {
    const file = join(root, 'notebooks', `${name}.schema.json`);
    const contract = parseNotebookContract(readJson(file), file);
    const results = readResults(reports, profile, name);
    return { name, contract, ...(results && { results }) };
  });
}
