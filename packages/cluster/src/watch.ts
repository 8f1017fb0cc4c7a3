import { setTimeout as sleep } from 'node:timers/promises';
import type { Submission } from './plan.js';
import type { SharedFolder } from './shared-folder.js';
import { parseJobRecords, type TaskRecord } from './slurm/job-records.js';
import { messageOf, type Slurm } from './slurm/slurm.js';
import { phaseOf } from './slurm/task-state.js';

/** How often is looked, in milliseconds. */
export interface Patience {
  /** The shared folder. */
  readonly folder: number;
  /** Slurm: at most one call in this time, whatever the number of jobs. */
  readonly slurm: number;
  /** How long files may take from a node to this machine after a job has ended. */
  readonly files: number;
}

export const patience: Patience = { folder: 1000, slurm: 5000, files: 60_000 };

/** A task that is not known to be over. */
export interface WatchedTask {
  readonly run: number;
  readonly submission: Submission;
  readonly index: number;
  claimed: boolean;
  /** What Slurm said last. */
  record?: TaskRecord;
  endedAt?: number;
}

export interface Watcher {
  /** The task has claimed its run. */
  started(task: WatchedTask): void;
  /** Time to look for what the task reports while it runs. */
  running(task: WatchedTask): void;
  /** The outcome is there. False puts it off: the task is shown again, at the latest when Slurm has nothing to add. */
  outcome(task: WatchedTask, final: boolean): boolean;
  /** The task is over and has left no outcome. */
  lost(task: WatchedTask): void;
  /** The task waits and would never start. */
  stuck(task: WatchedTask): void;
  notice(message: string): void;
  /** After each look, with those that are not over. */
  looked(tasks: readonly WatchedTask[]): void;
}

/** A record for a task of which Slurm knows nothing any more. */
const forgotten: TaskRecord = { tasks: [], state: 'COMPLETED', reason: '', exitCode: '', node: '' };

/** Follows tasks until all are over, or until the signal. Returns those that are not over. */
export async function watchTasks(
  slurm: Slurm,
  folder: SharedFolder,
  submissions: readonly { readonly submission: Submission; readonly runs: readonly number[] }[],
  watcher: Watcher,
  signal: AbortSignal,
  { folder: folderTime, slurm: slurmTime, files }: Patience,
): Promise<WatchedTask[]> {
  let tasks: WatchedTask[] = submissions.flatMap(({ submission, runs }) =>
    runs.map((run) => ({ run, submission, index: submission.runs.indexOf(run), claimed: false })),
  );
  let nextCall = Date.now() + slurmTime;
  let turn = 0;
  while (tasks.length > 0 && !signal.aborted) {
    tasks = lookAtFolder(folder, tasks, watcher, files);
    watcher.looked(tasks);
    if (tasks.length === 0) break;
    if (Date.now() >= nextCall) {
      const jobs = [...new Set(tasks.map(({ submission }) => submission))];
      const asked = jobs[turn % jobs.length];
      turn += 1;
      if (asked !== undefined) await lookAtJob(slurm, asked, tasks, watcher);
      const stuck = tasks.filter(({ record }) => record !== undefined && phaseOf(record) === 'stuck');
      nextCall = Date.now() + slurmTime;
      if (stuck.length > 0) {
        await sleep(slurmTime);
        await slurm.call('scancel', ...new Set(stuck.map(({ submission, index }) => `${submission.jobId}_${index}`)));
        nextCall = Date.now() + slurmTime;
        for (const task of stuck) watcher.stuck(task);
        tasks = tasks.filter((task) => !stuck.includes(task));
      }
    }
    await sleep(folderTime, undefined, { signal }).catch(() => undefined);
  }
  return tasks;
}

function lookAtFolder(
  folder: SharedFolder,
  tasks: readonly WatchedTask[],
  watcher: Watcher,
  files: number,
): WatchedTask[] {
  const outcomes = folder.marks('outcomes');
  const claims = folder.marks('claims');
  return tasks.filter((task) => {
    const { run, submission, endedAt } = task;
    const late = endedAt !== undefined && Date.now() - endedAt >= graceOf(task, files);
    if (claims.get(run)?.includes(submission.number) === true) {
      if (!task.claimed) watcher.started(task);
      task.claimed = true;
      watcher.running(task);
    }
    if (outcomes.get(run)?.includes(submission.number) === true) {
      return !watcher.outcome(task, endedAt !== undefined);
    }
    if (!late) return true;
    watcher.lost(task);
    return false;
  });
}

/** Only a job that says it is done is waited for: its files may be on their way. */
function graceOf({ record }: WatchedTask, files: number): number {
  return record?.state === 'COMPLETED' ? files : Math.min(files, 2000);
}

async function lookAtJob(
  slurm: Slurm,
  submission: Submission,
  tasks: readonly WatchedTask[],
  watcher: Watcher,
): Promise<void> {
  const answer = await slurm.call('scontrol', '--oneliner', 'show', 'job', submission.jobId ?? submission.jobName);
  const unknown = /invalid job id/i.test(answer.stderr);
  if (answer.code !== 0 && !unknown) {
    watcher.notice(`Slurm does not answer (${messageOf(answer)}); still waiting`);
    return;
  }
  const records = parseJobRecords(answer.stdout);
  const byIndex = new Map(records.flatMap((record) => record.tasks.map((index) => [index, record] as const)));
  const others = records.find(({ tasks: named }) => named.length === 0) ?? forgotten;
  for (const task of tasks.filter((candidate) => candidate.submission === submission)) {
    const before = task.record && phaseOf(task.record) === 'ended' ? task.record : undefined;
    task.record = byIndex.get(task.index) ?? before ?? others;
    if (phaseOf(task.record) === 'ended') task.endedAt ??= Date.now();
  }
}
