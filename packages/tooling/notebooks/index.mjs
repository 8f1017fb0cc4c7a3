import { cellModules } from './cell-modules.mjs';
import { findNotebooks } from './find.mjs';
import { lint } from './lint.mjs';
import { byPlace } from './problem.mjs';
import { createProgram } from './program.mjs';
import { readNotebook } from './read.mjs';
import { typecheck } from './typecheck.mjs';

export { findNotebooks, UnknownNotebook } from './find.mjs';
export { formatProblem } from './problem.mjs';

/** @typedef {import('./problem.mjs').Problem} Problem */

/**
 * Checks notebooks without running them.
 * @param {string} root folder that holds `notebooks/` and resolves the packages that cells import
 * @param {object} [options]
 * @param {readonly ('typecheck' | 'lint')[]} [options.checks] both if left out
 * @param {readonly string[]} [options.notebooks] names or paths; all if left out
 * @returns {Problem[]} by notebook, cell and line; empty if all is well
 */
export function checkNotebooks(root, { checks = ['typecheck', 'lint'], notebooks = [] } = {}) {
  const read = findNotebooks(root, notebooks).map((file) => readNotebook(root, file));
  const readable = read.flatMap(({ notebook }) => (notebook === undefined ? [] : [notebook]));
  const modules = readable.map(cellModules);
  const compiled = createProgram(root, modules.flat());
  const unreadable = read.flatMap(({ notebook, problems }) => (notebook === undefined ? problems : []));
  const contracts = read.flatMap(({ notebook, problems }) => (notebook === undefined ? [] : problems));
  const problems = [
    ...unreadable,
    ...(checks.includes('typecheck') ? typecheck(modules.flat(), compiled) : []),
    ...(checks.includes('lint')
      ? [...contracts, ...readable.flatMap((notebook, index) => lint(notebook, modules[index] ?? [], compiled))]
      : []),
  ];
  return problems.sort(byPlace);
}
