import type { Follower } from './follower.js';
import { isFinal, latestOutcome } from './latest-outcome.js';
import type { ClusterPlan, Submission } from './plan.js';
import type { SharedFolder } from './shared-folder.js';
import type { Slurm } from './slurm/slurm.js';
import { stillThere } from './slurm/still-there.js';
import type { Patience } from './watch.js';

export interface WatchList {
  readonly list: { submission: Submission; runs: readonly number[] }[];
  /** Runs that nobody does or has done. */
  readonly missing: number[];
}

/** Takes what earlier submissions have finished, finds what they still do, and what nobody does. */
export async function watchList(
  slurm: Slurm,
  folder: SharedFolder,
  plan: ClusterPlan,
  earlier: readonly Submission[],
  follower: Follower,
  waiting: Patience,
): Promise<WatchList> {
  const marked = folder.marks('outcomes');
  const open = earlier.filter(({ runs }) => runs.some((run) => !marked.has(run)));
  const alive = await aliveTasks(slurm, open, waiting);
  const list: WatchList['list'] = [];
  // A task may have ended since Slurm was asked: outcomes are read afterwards.
  const done = new Set<number>();
  for (const [run, submissions] of folder.marks('outcomes')) {
    const found = latestOutcome(folder, run, submissions);
    if (found === undefined || !isFinal(found.outcome)) continue;
    follower.take(run, found.submission, found.outcome);
    done.add(run);
  }
  for (const { submission, runs } of alive) {
    const left = runs.filter((run) => !done.has(run));
    if (left.length > 0) list.push({ submission, runs: left });
  }
  const watched = new Set(list.flatMap(({ runs }) => runs));
  return { list, missing: [...plan.runs.keys()].filter((run) => !done.has(run) && !watched.has(run)) };
}

async function aliveTasks(
  slurm: Slurm,
  submissions: readonly Submission[],
  waiting: Patience,
): Promise<WatchList['list']> {
  const found: WatchList['list'] = [];
  for (const submission of submissions) {
    const there = await stillThere(slurm, submission, waiting);
    found.push({ submission, runs: submission.runs.filter((_run, index) => there.has(index)) });
  }
  return found;
}
