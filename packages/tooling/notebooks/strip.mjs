/** What a run or an editor leaves in the metadata of a cell and of a notebook. */
const cellTraces = ['execution', 'papermill', 'collapsed', 'scrolled', 'ExecuteTime'];
const notebookTraces = ['papermill', 'widgets'];

/** @typedef {Record<string, unknown>} Fields */

/**
 * @param {unknown} fields
 * @param {readonly string[]} names
 * @returns {Fields}
 */
function without(fields, names) {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([name]) => !names.includes(name)));
}

/** @param {Fields} cell */
function isInjected({ metadata }) {
  const { tags } = /** @type {{ tags?: unknown }} */ (metadata ?? {});
  return Array.isArray(tags) && tags.includes('injected-parameters');
}

/** @param {Fields} cell @returns {Fields} */
function stripCell(cell) {
  const metadata = without(cell.metadata, cellTraces);
  return cell.cell_type === 'code' ? { ...cell, metadata, outputs: [], execution_count: null } : { ...cell, metadata };
}

/**
 * The version of the language comes from the kernel of the day; its name is what viewers need.
 * @param {Fields} metadata
 */
function stripMetadata(metadata) {
  const rest = without(metadata, notebookTraces);
  return rest.language_info === undefined ? rest : { ...rest, language_info: without(rest.language_info, ['version']) };
}

/**
 * A notebook as it belongs into git: no outputs, no execution counts, nothing that a run left behind. Written as
 * Jupyter writes it; stripping twice changes nothing.
 * @param {string} text the .ipynb
 * @returns {string}
 * @throws {SyntaxError} if the text is no JSON
 * @throws {TypeError} if it is no notebook with cells
 */
export function stripNotebook(text) {
  const notebook = JSON.parse(text);
  if (!Array.isArray(notebook?.cells)) throw new TypeError('expected a notebook with "cells" (nbformat 4)');
  const cells = notebook.cells.filter((/** @type {Fields} */ cell) => !isInjected(cell)).map(stripCell);
  return `${JSON.stringify({ ...notebook, cells, metadata: stripMetadata(notebook.metadata ?? {}) }, null, 1)}\n`;
}
