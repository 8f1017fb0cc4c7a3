import type { ErrorOutput } from '@atlas/schemas';

const colours = new RegExp('\\u001b\\[[0-9;]*m', 'g');

/** How kernels name a line of the cell: this project's and tslab's type errors, IPython's tracebacks. */
const patterns: readonly RegExp[] = [
  /^(?:\S+ )?(\d+):(\d+) - /,
  /\bcell(?:-\d+)?(?:\.ts)?:(\d+):(\d+)/i,
  /\bCell In\[\d+\], line (\d+)/,
  /<ipython-input-[^>]*>[^\n]*?(?:line |:)(\d+)/,
];

/** The line of the cell, counted from 1, and the column where known, at which an error arose. */
export function errorLine(error: ErrorOutput): { line: number; column?: number } | undefined {
  const text = error.traceback.join('\n').replaceAll(colours, '');
  for (const pattern of patterns) {
    for (const row of text.split('\n')) {
      const found = pattern.exec(row);
      if (found?.[1] === undefined) continue;
      const line = Number(found[1]);
      return found[2] === undefined ? { line } : { line, column: Number(found[2]) };
    }
  }
  return undefined;
}
