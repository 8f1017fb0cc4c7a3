import { declaredNames } from './declared-names.mjs';

/** @typedef {import('./read.mjs').CheckedNotebook} CheckedNotebook */
/** @typedef {import('./read.mjs').CodeCell} CodeCell */

/**
 * A cell as a TypeScript module. Its first characters are the cell, unchanged, so that places need no translation;
 * what links it to the other cells stands behind.
 * @typedef {object} CellModule
 * @property {string} path from the root
 * @property {string} text
 * @property {CheckedNotebook} notebook
 * @property {CodeCell} cell
 */

/**
 * Cells that never run.
 * @param {CodeCell} cell
 */
const isSkipped = (cell) => cell.tags.includes('skip-execution');

/**
 * tslab's rules as modules: a cell sees what the cells before it have declared, the last declaration of a name wins,
 * `const` may be declared again, and a later cell may assign a variable.
 * @param {CheckedNotebook} notebook
 * @returns {CellModule[]}
 */
export function cellModules(notebook) {
  /** The cell that declared a name last, and whether as a variable. @type {Map<string, { from: string, variable: boolean }>} */
  const visible = new Map();
  return notebook.cells
    .filter((cell) => !isSkipped(cell))
    .map((cell) => {
      const own = declaredNames(cell.source);
      const names = [...own.variables, ...own.others];
      const links = [...visible].filter(([name]) => !names.includes(name)).map(([name, origin]) => link(name, origin));
      const exports = names.filter((name) => !own.exported.has(name));
      const module = `./${notebook.name}.cell-${cell.number}`;
      for (const name of own.variables) visible.set(name, { from: module, variable: true });
      for (const name of own.others) visible.set(name, { from: module, variable: false });
      return {
        path: `${notebook.file.replace(/[^/]*$/, '')}${module.slice(2)}.ts`,
        text: [cell.source, ...links, `export { ${exports.join(', ')} };`, ''].join('\n'),
        notebook,
        cell,
      };
    });
}

/**
 * Makes a name of an earlier cell visible. An import would forbid to assign it, so a variable is declared anew.
 * @param {string} name
 * @param {{ from: string, variable: boolean }} origin
 */
function link(name, { from, variable }) {
  return variable ? `declare let ${name}: typeof import('${from}').${name};` : `import { ${name} } from '${from}';`;
}
