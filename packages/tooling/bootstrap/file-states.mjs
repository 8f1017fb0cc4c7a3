import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Adds the names, sizes and times of all files below a folder to a hash, without what is installed or built there. It
 * decides in milliseconds whether anything has to be looked at more closely.
 * @param {string} folder @param {import('node:crypto').Hash} hash
 */
export function addStates(folder, hash) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addStates(path, hash);
    else {
      const { size, mtimeMs } = statSync(path);
      hash.update(`${path}\0${size}\0${mtimeMs}\n`);
    }
  }
}
