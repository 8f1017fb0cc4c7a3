import { createHash } from 'node:crypto';
import type { Cell, CellStatus, CodeCell, Notebook } from '@atlas/schemas';
import type { OutputArea } from '../execute/output-area.js';
import { tagsOf, type CellTags } from '../notebook/tags.js';
import type { CellInfo } from '../progress/events.js';

/** One code cell during a run. */
export interface CellState {
  readonly cell: CodeCell;
  readonly info: CellInfo;
  readonly tags: CellTags;
  /** Digest of everything that this cell's outcome follows from: all code up to it, and what the caller adds. */
  readonly key: string;
  status: CellStatus;
  startedAt: Date | undefined;
  milliseconds: number | undefined;
  attempts: number;
  lateOutput: boolean;
  reused: boolean;
  /** The outputs of the last attempt; undefined where the cell was not executed. */
  area: OutputArea | undefined;
}

/**
 * The code cells of a notebook, none of them run yet.
 *
 * @param expected milliseconds of an earlier run by cell id
 * @param surroundings what the outcomes follow from beside the code: kernel, digest of inputs
 */
export function cellStates(
  notebook: Notebook,
  expected: ReadonlyMap<string, number>,
  surroundings: readonly string[],
): CellState[] {
  const code = notebook.cells.flatMap((cell, index) => (cell.cell_type === 'code' ? [{ cell, index }] : []));
  let key = digest(surroundings);
  return code.map(({ cell, index }, position) => {
    key = digest([key, sourceOf(cell)]);
    const expectedMilliseconds = expected.get(cell.id);
    return {
      cell,
      key,
      tags: tagsOf(cell),
      info: {
        index,
        id: cell.id,
        number: position + 1,
        of: code.length,
        label: labelOf(notebook.cells, index),
        ...(expectedMilliseconds === undefined ? {} : { expectedMilliseconds }),
      },
      status: 'not run',
      startedAt: undefined,
      milliseconds: undefined,
      attempts: 0,
      lateOutput: false,
      reused: false,
      area: undefined,
    };
  });
}

export function sourceOf(cell: Cell): string {
  return typeof cell.source === 'string' ? cell.source : cell.source.join('');
}

/** The nearest heading above a cell, or the cell's first line of code. */
function labelOf(cells: readonly Cell[], index: number): string {
  for (let above = index - 1; above >= 0; above -= 1) {
    const cell = cells[above];
    const heading = cell?.cell_type === 'markdown' ? /^#+[ \t]+(.+)$/m.exec(sourceOf(cell))?.[1] : undefined;
    if (heading !== undefined) return shortened(heading);
  }
  const cell = cells[index];
  const line =
    cell === undefined
      ? undefined
      : sourceOf(cell)
          .split('\n')
          .find((text) => text.trim() !== '');
  return shortened(line ?? 'empty cell');
}

function shortened(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
