import type { Cell, MimeBundle, Notebook, Output } from '@atlas/schemas';
import { isJsonType } from '../execute/mime.js';

/**
 * The text of a notebook file as Jupyter writes it: names sorted, one blank of indentation, texts as lists of lines,
 * so that the difference of two versions reads line by line.
 */
export function notebookText(notebook: Notebook): string {
  return `${JSON.stringify(sorted(withLines(notebook)), null, 1)}\n`;
}

/** The same notebook, written faster and read by nobody but programs: the names are in no order. */
export function passingNotebookText(notebook: Notebook): string {
  return JSON.stringify(withLines(notebook));
}

function withLines(notebook: Notebook): unknown {
  return { ...notebook, cells: notebook.cells.map(cellWithLines) };
}

function cellWithLines(cell: Cell): unknown {
  const source = lines(typeof cell.source === 'string' ? cell.source : cell.source.join(''));
  if (cell.cell_type !== 'code') return { ...cell, source };
  return { ...cell, source, outputs: cell.outputs.map(outputWithLines) };
}

function outputWithLines(output: Output): unknown {
  switch (output.output_type) {
    case 'stream':
      return { ...output, text: typeof output.text === 'string' ? lines(output.text) : output.text };
    case 'error':
      return output;
    default:
      return { ...output, data: bundleWithLines(output.data) };
  }
}

function bundleWithLines(data: MimeBundle): MimeBundle {
  const result: MimeBundle = {};
  for (const [type, value] of Object.entries(data)) {
    result[type] = typeof value === 'string' && !isJsonType(type) ? lines(value) : value;
  }
  return result;
}

function lines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)]));
}
