import type { RunOutcome } from '@atlas/runner';
import { readOutcome } from './outcome-file.js';
import type { SharedFolder } from './shared-folder.js';

/** True for a run that got to an end of its own, be it a failure; one that was stopped from outside may be done again. */
export function isFinal(outcome: RunOutcome): boolean {
  return outcome.status !== 'interrupted';
}

/**
 * The outcome that counts: the first final one, else the last; undefined where no task has got so far.
 * @param submissions those whose tasks have left an outcome of the run, oldest first
 */
export function latestOutcome(
  folder: SharedFolder,
  run: number,
  submissions: readonly number[] = folder.marks('outcomes').get(run) ?? [],
): { readonly submission: number; readonly outcome: RunOutcome } | undefined {
  const found = submissions.map((submission) => ({
    submission,
    outcome: readOutcome(folder.outcomeFile(run, submission)),
  }));
  return found.find(({ outcome }) => isFinal(outcome)) ?? found.at(-1);
}
