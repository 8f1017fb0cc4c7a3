/** @typedef {import('../problem.mjs').Problem} Problem */

const wayOut = 'clear all outputs, or run "node packages/tooling/notebooks/main.mjs strip"';

/**
 * A notebook in git holds no outputs: they belong to a run, and hide what changed.
 * @param {import('../read.mjs').CheckedNotebook} notebook
 * @returns {Problem[]}
 */
export function clean({ file, cells }) {
  return cells.flatMap(({ number, id, outputs, executionCount, tags }) => {
    const problem = (/** @type {string} */ rule, /** @type {string} */ message) => ({
      notebook: file,
      cell: number,
      id,
      rule,
      message,
    });
    return [
      ...(outputs.length > 0 ? [problem('outputs', `holds ${outputs.length} outputs: ${wayOut}`)] : []),
      ...(executionCount !== null
        ? [problem('execution-count', `holds the execution count ${executionCount}: ${wayOut}`)]
        : []),
      ...(tags.includes('injected-parameters')
        ? [problem('injected', 'was injected by a run: remove the cell, the values come from the profile')]
        : []),
    ];
  });
}
