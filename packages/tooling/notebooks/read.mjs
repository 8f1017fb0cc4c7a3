import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinText, validateNotebook, validateNotebookContract } from '@atlas/schemas';

/** @typedef {import('./problem.mjs').Problem} Problem */
/** @typedef {import('@atlas/schemas').NotebookContract} NotebookContract */

/**
 * @typedef {object} CodeCell
 * @property {number} number position from 1, text cells counted
 * @property {string} id
 * @property {readonly string[]} tags
 * @property {string} source
 * @property {readonly unknown[]} outputs
 * @property {number | null} executionCount
 */

/**
 * @typedef {object} CheckedNotebook
 * @property {string} file path from the root
 * @property {string} name `05-channel`
 * @property {readonly CodeCell[]} cells
 * @property {NotebookContract} [contract] absent where there is none, or a broken one
 */

/**
 * @param {string} path
 * @returns {{ document?: unknown, error?: string }}
 */
function readJson(path) {
  try {
    return { document: JSON.parse(readFileSync(path, 'utf8')) };
  } catch (error) {
    return { error: `is no valid JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/**
 * @param {readonly import('@atlas/schemas').Cell[]} cells
 * @returns {CodeCell[]}
 */
function codeCells(cells) {
  return cells.flatMap((cell, index) =>
    cell.cell_type !== 'code'
      ? []
      : [
          {
            number: index + 1,
            id: cell.id,
            tags: cell.metadata.tags ?? [],
            source: joinText(cell.source),
            outputs: cell.outputs,
            executionCount: cell.execution_count,
          },
        ],
  );
}

/**
 * A contract beside the notebook and what is wrong with it.
 * @param {string} root
 * @param {string} file
 * @param {string} schemaFile
 * @returns {{ contract?: NotebookContract, problems: Problem[] }}
 */
function readContract(root, file, schemaFile) {
  const problem = (/** @type {string} */ message) => ({ notebook: file, rule: 'contract', message });
  if (!existsSync(join(root, schemaFile))) {
    return { problems: [problem(`has no contract: write ${schemaFile} with its question, results and claims`)] };
  }
  const { document, error } = readJson(join(root, schemaFile));
  if (error !== undefined) return { problems: [problem(`${schemaFile} ${error}`)] };
  const found = validateNotebookContract(document);
  if (found.length === 0) return { contract: /** @type {NotebookContract} */ (document), problems: [] };
  return { problems: found.map(({ pointer, message }) => problem(`${schemaFile}${pointer} ${message}`)) };
}

/**
 * The cell that a JSON pointer into the notebook names.
 * @param {string} pointer
 * @param {unknown} document
 */
function cellOf(pointer, document) {
  const index = /^\/cells\/(\d+)/.exec(pointer)?.[1];
  if (index === undefined) return {};
  const id = /** @type {{ cells: { id?: unknown }[] }} */ (document).cells[Number(index)]?.id;
  return { cell: Number(index) + 1, ...(typeof id === 'string' && { id }) };
}

/**
 * A notebook with its contract. What cannot be read is a problem, and the notebook is left out.
 * @param {string} root
 * @param {string} file
 * @returns {{ notebook?: CheckedNotebook, problems: Problem[] }}
 */
export function readNotebook(root, file) {
  const { document, error } = readJson(join(root, file));
  if (error !== undefined) return { problems: [{ notebook: file, rule: 'format', message: error }] };
  const malformed = validateNotebook(document).map(({ pointer, message }) => ({
    notebook: file,
    ...cellOf(pointer, document),
    rule: 'format',
    message: `${pointer} ${message}`.trim(),
  }));
  if (malformed.length > 0) return { problems: malformed };
  const { contract, problems } = readContract(root, file, file.replace(/\.ipynb$/, '.schema.json'));
  const cells = codeCells(/** @type {import('@atlas/schemas').Notebook} */ (document).cells);
  const name = file.replace(/^.*\//, '').replace(/\.ipynb$/, '');
  return { notebook: { file, name, cells, ...(contract !== undefined && { contract }) }, problems };
}
