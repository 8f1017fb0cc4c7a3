import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNotebooks } from './find.mjs';
import { installFilter, removeFilter } from './git-filter.mjs';
import { stripNotebook } from './strip.mjs';

/**
 * `strip [notebook...]` clears notebooks in place; `strip --install-filter` and `strip --remove-filter` switch on and
 * off, for this clone, that git does so with what is added.
 * @param {string} root
 * @param {readonly string[]} words what follows `strip`
 * @param {{ out: (text: string) => void }} streams
 */
export function strip(root, words, { out }) {
  const [first] = words;
  if (first === '--install-filter') {
    installFilter(root);
    return out('git add strips notebooks in this clone from now on\n');
  }
  if (first === '--remove-filter') {
    removeFilter(root);
    return out('git add leaves notebooks as they are\n');
  }
  for (const file of findNotebooks(root, words)) {
    const path = join(root, file);
    const before = readFileSync(path, 'utf8');
    const after = stripNotebook(before);
    if (before !== after) {
      writeFileSync(path, after);
      out(`stripped ${file}\n`);
    }
  }
}
