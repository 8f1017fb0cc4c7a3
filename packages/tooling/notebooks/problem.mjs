/**
 * Something wrong in a notebook, at a place that its author can find.
 * @typedef {object} Problem
 * @property {string} notebook path from the root: `notebooks/05-channel.ipynb`
 * @property {number} [cell] position of the cell, from 1, text cells counted, as an editor shows them
 * @property {string} [id] id of the cell
 * @property {number} [line] line in the cell, from 1
 * @property {number} [column] column in the line, from 1
 * @property {string} rule short name of the rule: `promises`, `TS2322`
 * @property {string} message what is wrong and what to do
 */

/**
 * `notebooks/05-channel.ipynb, cell 4 (a1b2), line 3:7: … [TS2322]`
 * @param {Problem} problem
 */
export function formatProblem({ notebook, cell, id, line, column, rule, message }) {
  const inCell = cell === undefined ? '' : `, cell ${cell}${id === undefined ? '' : ` (${id})`}`;
  const atLine = line === undefined ? '' : `, line ${line}${column === undefined ? '' : `:${column}`}`;
  return `${notebook}${inCell}${atLine}: ${message} [${rule}]`;
}

/**
 * @param {Problem} a
 * @param {Problem} b
 */
export function byPlace(a, b) {
  if (a.notebook !== b.notebook) return a.notebook < b.notebook ? -1 : 1;
  return (a.cell ?? 0) - (b.cell ?? 0) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
