import { duration, type RunEvent, type RunOutcome } from '@atlas/runner';
import { Follower } from './follower.js';
import { planOf } from './make-plan.js';
import type { ClusterRun } from './plan.js';
import { SharedFolder } from './shared-folder.js';
import { adoptSubmissions } from './slurm/adopt.js';
import type { JobOptions } from './slurm/batch-script.js';
import { Slurm } from './slurm/slurm.js';
import { submit } from './slurm/submit.js';
import { watchList } from './watch-list.js';
import { patience, watchTasks, type Patience } from './watch.js';

/** What to run on a cluster, and how. */
export interface ClusterRequest {
  readonly runs: readonly ClusterRun[];
  /** A folder that this machine and all nodes see, at the same path; one for each request. */
  readonly shared: string;
  /** The program that does one task: see {@link runTask}. */
  readonly command: readonly string[];
  readonly options?: JobOptions;
  /** Continues what was submitted with the same folder, and submits again what did not get to an end. */
  readonly resume?: boolean;
  /** Stops the watching; then `onInterrupt` decides about the jobs. */
  readonly signal?: AbortSignal;
  /** Whether the jobs are cancelled or left to run. They are left if this is missing. */
  readonly onInterrupt?: () => Promise<'cancel' | 'leave'>;
  readonly onEvent?: (event: RunEvent) => void;
  /** Lines about the cluster as a whole. */
  readonly say?: (line: string) => void;
  readonly environment?: NodeJS.ProcessEnv;
  readonly patience?: Partial<Patience>;
}

export interface ClusterOutcome {
  /** One for each run that is over, in the order of the request; missing where a run was left to the cluster. */
  readonly outcomes: ReadonlyMap<string, RunOutcome>;
  readonly left: number;
  /** How often a program of Slurm was called. */
  readonly calls: number;
}

const cancelPatience = 60_000;

/**
 * Runs notebooks as tasks of Slurm job arrays, and collects what they leave as if they had run here. No run is done
 * twice, whatever becomes of this machine: all that is known is in the shared folder.
 *
 * @throws ClusterError where Slurm is missing or refuses, or the shared folder cannot be used
 */
export async function runOnCluster(request: ClusterRequest): Promise<ClusterOutcome> {
  const { say = () => undefined, signal = new AbortController().signal } = request;
  const slurm = new Slurm(request.environment);
  const folder = new SharedFolder(request.shared);
  const waiting: Patience = { ...patience, ...request.patience };
  const plan = planOf(request, folder);
  const earlier = request.resume === true ? await adoptSubmissions(slurm, folder) : [];
  const follower = new Follower(folder, plan, request.onEvent ?? (() => undefined), say);
  const watched = await watchList(slurm, folder, plan, earlier, follower, waiting);
  const fresh = watched.missing;
  if (fresh.length > 0) {
    const submissions = await submit(slurm, folder, plan, fresh, request.options ?? {});
    say(`${runsText(fresh.length)} submitted in ${slurm.calls} calls of Slurm`);
    for (const submission of submissions) {
      say(`Slurm job ${submission.jobId}: ${runsText(submission.runs.length)}, in ${folder.root}`);
      watched.list.push({ submission, runs: submission.runs });
    }
  }
  let left = await watchTasks(slurm, folder, watched.list, follower, signal, waiting);
  if (left.length > 0 && (await (request.onInterrupt?.() ?? 'leave')) === 'cancel') {
    follower.cancelling = true;
    const jobs = new Set(left.map(({ submission }) => submission.jobId ?? ''));
    await slurm.call('scancel', ...jobs);
    const again = watched.list.map(({ submission, runs }) => ({
      submission,
      runs: runs.filter((run) => left.some((task) => task.run === run && task.submission === submission)),
    }));
    const limit = AbortSignal.timeout(cancelPatience);
    left = await watchTasks(slurm, folder, again, follower, limit, waiting);
    if (left.length > 0)
      say(`${runsText(left.length)} had not ended ${duration(cancelPatience)} after they were cancelled`);
  }
  if (left.length === 0) folder.finish();
  const outcomes = new Map<string, RunOutcome>();
  for (const [position, { label }] of plan.runs.entries()) {
    const outcome = follower.outcomes.get(position);
    if (outcome !== undefined) outcomes.set(label, outcome);
  }
  return { outcomes, left: left.length, calls: slurm.calls };
}

function runsText(count: number): string {
  return count === 1 ? '1 run' : `${count} runs`;
}
