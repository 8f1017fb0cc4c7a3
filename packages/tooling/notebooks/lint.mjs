import { clean } from './rules/clean.mjs';
import { imports } from './rules/imports.mjs';
import { keptPromises } from './rules/kept-promises.mjs';
import { parameters } from './rules/parameters.mjs';
import { promises } from './rules/promises.mjs';
import { records } from './rules/records.mjs';

/** @typedef {import('./cell-modules.mjs').CellModule} CellModule */
/** @typedef {import('./problem.mjs').Problem} Problem */

/**
 * Every rule over one notebook.
 * @param {import('./read.mjs').CheckedNotebook} notebook
 * @param {readonly CellModule[]} modules its cells
 * @param {{ program: import('typescript').Program, fileOf: (module: CellModule) => import('typescript').SourceFile }} compiled
 * @returns {Problem[]}
 */
export function lint(notebook, modules, compiled) {
  const { program, fileOf } = compiled;
  const checker = program.getTypeChecker();
  return [
    ...clean(notebook),
    ...modules.flatMap((module) => imports(module, fileOf(module))),
    ...modules.flatMap((module) => promises(module, compiled)),
    ...modules.flatMap((module) => keptPromises(module, fileOf(module), checker)),
    ...parameters(modules, fileOf),
    ...records(modules, fileOf, checker),
  ];
}
