import type { RunOutcome } from '@atlas/runner';
import { isObject } from '@atlas/schemas';
import { readJson } from './shared-folder.js';

/** Reads the outcome that a task has written; its times become dates again. */
export function readOutcome(file: string): RunOutcome {
  const document = readJson(file);
  if (!isObject(document) || !Array.isArray(document['cells']) || !Array.isArray(document['failures'])) {
    throw new Error(`${file} is no outcome of a run`);
  }
  // Only a task of this same program writes the file, as a whole; the results in it are validated when collected.
  const outcome = document as unknown as RunOutcome;
  return {
    ...outcome,
    startedAt: new Date(outcome.startedAt),
    cells: outcome.cells.map((cell) => ({
      ...cell,
      ...(cell.startedAt === undefined ? {} : { startedAt: new Date(cell.startedAt) }),
    })),
  };
}
