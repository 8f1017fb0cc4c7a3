import { spawnSync } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a site is built from beside the results and the packages: what runs leave, what git keeps, and the contracts. */
const folders = [
  ...['measurements', 'artifacts', 'published', 'notebooks', 'logs'].map((kind) => `reports/${kind}`),
  'notebooks',
  'datasets',
];

/** A file that a run is just replacing may be gone for a moment. */
function content(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

function addFolder(folder: string, hash: Hash): void {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(path, hash);
    else hash.update(`${path}\0`).update(content(path));
  }
}

/** Changes whenever a notebook has left other results. */
export function resultsState(root: string): string {
  const hash = createHash('sha256');
  addFolder(join(root, 'reports/results'), hash);
  return hash.digest('hex');
}

/**
 * Changes whenever a site that is built now would be another one. By content, for Nx writes what it takes from its cache
 * anew; the packages by the stamp of their build, and the history of results by the commit.
 */
export function siteState(root: string): string {
  const hash = createHash('sha256').update(resultsState(root));
  for (const folder of folders) addFolder(join(root, folder), hash);
  hash.update(content(join(root, '.atlas/built')));
  hash.update(spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout ?? '');
  return hash.digest('hex');
}
