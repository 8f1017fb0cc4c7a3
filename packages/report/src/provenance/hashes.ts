import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** The list of hashes, in the form that `sha256sum --check` reads. */
export const hashList = 'SHA256SUMS';

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Adds the list of the hashes of all files. Call it last: a file that is added later would not be in the list. */
export function addHashes(files: Map<string, string | Uint8Array>): void {
  const lines = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => `${sha256(content)}  ${path}\n`);
  files.set(hashList, lines.join(''));
}

/** What is wrong with a copy of the site. */
export type HashProblem = { path: string; problem: 'changed' | 'missing' | 'not in the list' };

/**
 * Compares every file of a site with the list of hashes that came with it.
 *
 * @throws Error if the folder has no list.
 */
export async function checkHashes(folder: string): Promise<{ checked: number; problems: HashProblem[] }> {
  const list = await readFile(join(folder, hashList), 'utf8').catch(() => undefined);
  if (list === undefined)
    throw new Error(`${folder} has no ${hashList}: give the folder of a site that "atlas report" built`);
  const expected = new Map(
    [...list.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)].map(([, hash = '', path = '']) => [path, hash]),
  );
  const problems: HashProblem[] = [];
  for (const [path, hash] of expected) {
    const content = await readFile(join(folder, path)).catch(() => undefined);
    if (content === undefined) problems.push({ path, problem: 'missing' });
    else if (sha256(content) !== hash) problems.push({ path, problem: 'changed' });
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/');
    if (entry.isFile() && path !== hashList && !expected.has(path)) problems.push({ path, problem: 'not in the list' });
  }
  return { checked: expected.size, problems };
}
