import type { CellState } from './cell-state.js';
import type { RunContext } from './context.js';
import { notice } from './context.js';
import type { ResumeOutcome } from './outcome.js';
import { duration } from '../time.js';

/** The environment variable that tells a kernel where the artifacts of an earlier run are. */
export const resumeVariable = 'ATLAS_RESUME_DIR';

/** What a resumed run offers to its cells, and the setting that tells them. */
export interface Offer {
  readonly env: Readonly<Record<string, string>>;
  readonly offered: ResumeOutcome['offered'];
}

/** Offers what an earlier run left, and says what will be replayed. */
export function offerCheckpoints(run: RunContext): Offer | undefined {
  if (run.options.resume !== true) return undefined;
  const offered = run.checkpoints.offer(new Set(run.cells.map((state) => state.key)));
  if (offered.length === 0) {
    notice(
      run,
      'nothing to resume: no earlier run left artifacts that fit the cells as they are now; everything is run',
    );
    return { env: {}, offered: [] };
  }
  for (const { artifact, cell, seconds } of offered) {
    const state = run.cells.find(({ info }) => info.id === cell);
    const took = `which had taken ${duration(seconds * 1000)}`;
    notice(
      run,
      `resuming: "${artifact}" of cell ${state?.info.number ?? cell}, ${took}, is there to be loaded; all other cells are replayed`,
    );
  }
  return {
    env: { [resumeVariable]: run.checkpoints.folder },
    offered: offered.map(({ artifact, cell, seconds }) => ({ artifact, cell, seconds })),
  };
}

/** The cells that took an artifact instead of computing it. */
export function takenBy(cells: readonly CellState[]): string[] {
  return cells.filter((state) => state.reused).map((state) => state.info.id);
}
