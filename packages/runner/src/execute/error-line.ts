import type { ErrorOutput } from '@atlas/schemas';

const colours = new RegExp('\\u001b\\[[0-9;]*m', 'g');

/**
 * How kernels name a line of a cell in a traceback: this project's kernel and IPython by execution count, so that a
 * frame of a function from another cell is told apart; tslab names a line only for type errors.
 */
function patterns(executionCount: number | null): RegExp[] {
  return [
    new RegExp(`\\bcell-${executionCount}\\.ts:(\\d+):(\\d+)`),
    new RegExp(`\\bCell In\\[${executionCount}\\], line (\\d+)`),
    new RegExp(`<ipython-input-${executionCount}-[^>]*>[^\\n]*?(?:line |:)(\\d+)`),
    /^(\d+):(\d+) - /,
  ];
}

/** The line of the cell, counted from 1, and the column where known, at which an error arose. */
export function errorLine(
  error: ErrorOutput,
  executionCount: number | null,
): { line: number; column?: number } | undefined {
  const rows = error.traceback.join('\n').replaceAll(colours, '').split('\n');
  for (const pattern of patterns(executionCount)) {
    for (const row of rows) {
      const [, line, column] = pattern.exec(row) ?? [];
      if (line !== undefined)
        return column === undefined ? { line: Number(line) } : { line: Number(line), column: Number(column) };
    }
  }
  return undefined;
}
