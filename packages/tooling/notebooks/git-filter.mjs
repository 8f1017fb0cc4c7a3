import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const name = 'attention-atlas-notebooks';
const attribute = `notebooks/*.ipynb filter=${name}`;
const clean = 'node packages/tooling/notebooks/strip-input.mjs';

/**
 * @param {string} root
 * @param {...string} words
 */
const git = (root, ...words) =>
  execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

/**
 * This clone's own attributes: the choice of one person is not committed for all.
 * @param {string} root
 */
const attributesFile = (root) => resolve(root, git(root, 'rev-parse', '--git-path', 'info/attributes'));

/** @param {string} file @returns {string[]} its lines, without ours */
function otherLines(file) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return lines.filter((line) => line !== '' && line !== attribute);
}

/**
 * From now on `git add` strips notebooks; the files in the folder keep their outputs.
 * @param {string} root
 */
export function installFilter(root) {
  const file = attributesFile(root);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${[...otherLines(file), attribute].join('\n')}\n`);
  git(root, 'config', '--local', `filter.${name}.clean`, clean);
}

/**
 * Takes the filter away again.
 * @param {string} root
 */
export function removeFilter(root) {
  const file = attributesFile(root);
  const lines = otherLines(file);
  if (existsSync(file)) writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  try {
    git(root, 'config', '--local', '--remove-section', `filter.${name}`);
  } catch {
    // It was not installed: there is nothing to remove.
  }
}
