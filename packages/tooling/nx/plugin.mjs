import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { notebookTargets } from './notebook-targets.mjs';
import { packageTargets } from './package-targets.mjs';

/**
 * Turns every package and every notebook into Nx targets, so that no package carries a copy of the same build lines.
 * @type {import('@nx/devkit').CreateNodesV2}
 */
export const createNodesV2 = [
  '{packages/*/package.json,notebooks/*.ipynb}',
  (files, _options, { workspaceRoot }) => files.map((file) => [file, { projects: projectOf(file, workspaceRoot) }]),
];

/** @param {string} file @param {string} workspaceRoot */
function projectOf(file, workspaceRoot) {
  const root = dirname(file);
  if (file.endsWith('.ipynb')) {
    const text = readFileSync(join(workspaceRoot, file), 'utf8');
    const targets = notebookTargets(text, basename(file, '.ipynb'), isExclusive(join(workspaceRoot, file)));
    return { [root]: { name: 'notebooks', tags: ['package:notebooks'], targets } };
  }
  const { nx, exports } = JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8'));
  const has = (/** @type {string} */ name) => existsSync(join(workspaceRoot, root, name));
  const targets = packageTargets({
    name: basename(root),
    builds: has('tsconfig.build.json'),
    typed: has('tsconfig.json'),
    // What other programs import is described in the reference; helpers for tests are not.
    described: exports !== undefined && basename(root) !== 'testing',
  });
  return { [root]: { name: basename(root), tags: nx?.tags ?? [], targets } };
}

/** Whether a notebook's contract wants nothing to run beside it. A contract that cannot be read is reported by the run. */
function isExclusive(/** @type {string} */ notebook) {
  try {
    const contract = JSON.parse(readFileSync(notebook.replace(/\.ipynb$/, '.schema.json'), 'utf8'));
    return contract?.atlas?.exclusive === true;
  } catch {
    return false;
  }
}
