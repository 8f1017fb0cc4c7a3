import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isObject, parseNotebook, type Notebook } from '@atlas/schemas';

/** A file that is no notebook this runner can execute. */
export class NotebookError extends Error {
  override readonly name = 'NotebookError';
}

const validId = /^[a-zA-Z0-9_-]{1,64}$/;

/** Reads a notebook file. Throws {@link NotebookError} with every problem and where it stands. */
export function readNotebook(file: string): Notebook {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new NotebookError(`${file} cannot be read: ${messageOf(error)}`);
  }
  return parseNotebookText(text, file);
}

/**
 * Reads a notebook of format 4.0 to 4.5 as 4.5. Outputs are dropped, since the run makes them anew, and so is what an
 * earlier run has left in counts and timings. Texts become one string; missing or repeated
 * cell ids are made from position and source.
 */
export function parseNotebookText(text: string, file: string): Notebook {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new NotebookError(`${file} is not JSON: ${messageOf(error)}`);
  }
  if (!isObject(document)) throw new NotebookError(`${file} is no notebook: expected an object`);
  if (document['nbformat'] !== 4) {
    throw new NotebookError(
      `${file}: expected a notebook of format 4, found ${JSON.stringify(document['nbformat']) ?? 'no "nbformat"'}; ` +
        'convert it with: jupyter nbconvert --to notebook --nbformat 4',
    );
  }
  try {
    return parseNotebook(normalised(document), file);
  } catch (error) {
    throw new NotebookError(messageOf(error));
  }
}

function normalised(document: Record<string, unknown>): unknown {
  const { cells } = document;
  const ids = new Set<string>();
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: document['metadata'] ?? {},
    cells: Array.isArray(cells) ? cells.map((cell, index) => normalCell(cell, index, ids)) : cells,
  };
}

function normalCell(cell: unknown, index: number, ids: Set<string>): unknown {
  if (!isObject(cell)) return cell;
  const source = joined(cell['source']);
  const { id: found, ...rest } = cell;
  const usable = typeof found === 'string' && validId.test(found) && !ids.has(found);
  const id = usable ? found : madeId(index, source);
  ids.add(id);
  const metadata = isObject(cell['metadata']) ? withoutTimings(cell['metadata']) : (cell['metadata'] ?? {});
  if (cell['cell_type'] !== 'code') return { ...rest, id, source, metadata };
  return { ...rest, id, source, metadata, outputs: [], execution_count: null };
}

/** What other runners and this one note about an execution is not true any more. */
function withoutTimings(metadata: Record<string, unknown>): Record<string, unknown> {
  const { papermill: _papermill, execution: _execution, ...kept } = metadata;
  return kept;
}

function madeId(index: number, source: unknown): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([index, source]))
    .digest('hex');
  return `cell-${index}-${digest.slice(0, 8)}`;
}

function joined(source: unknown): unknown {
  return Array.isArray(source) && source.every((line) => typeof line === 'string') ? source.join('') : source;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
