import { randomUUID } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { runNotebook, writeAtomically, type RunEvent, type RunOptions } from '@atlas/runner';
import { digestOf } from './digest.js';
import { isFinal, latestOutcome } from './latest-outcome.js';
import type { ClusterPlan, Submission } from './plan.js';
import { SharedFolder, readJson } from './shared-folder.js';
import { limitsWithin } from './task-limits.js';

/** What the program around a task adds: kernels that need no installation. */
export type TaskSurroundings = Pick<RunOptions, 'kernels' | 'versions' | 'timings'>;

/** The environment of a task in a job array, as Slurm sets it. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Does one task of a job array on a node: claims its run, runs the notebook, and leaves its outcome in the shared
 * folder. A run that has an outcome, or that this task has claimed before, is not run again.
 *
 * @returns the exit code of the run
 */
export async function runTask(
  root: string,
  number: number,
  surroundings: TaskSurroundings,
  environment: Environment = process.env,
): Promise<number> {
  const folder = new SharedFolder(root);
  const submission = readJson(folder.submissionFile(number)) as Submission;
  const index = Number(environment['SLURM_ARRAY_TASK_ID']);
  const position = submission.runs[index];
  const run = position === undefined ? undefined : folder.plan().runs[position];
  if (position === undefined || run === undefined) {
    throw new Error(`submission ${number} has no task ${environment['SLURM_ARRAY_TASK_ID'] ?? '(none)'}`);
  }
  const earlier = latestOutcome(folder, position);
  if ((earlier !== undefined && isFinal(earlier.outcome)) || !claim(folder, position, number, environment)) {
    process.stdout.write(`${run.label}: has been run before\n`);
    return 0;
  }
  if (digestOf(run.path) !== run.digest) {
    process.stdout.write(`${run.label}: ${run.path} or its contract has changed since it was submitted\n`);
    return 2;
  }
  const work = folder.workFolder(position, number);
  const resume = bequeath(folder, position, number);
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals): void => controller.abort(name);
  process.on('SIGTERM', stop).on('SIGINT', stop);
  const outcome = await runNotebook({
    ...surroundings,
    ...optionsOf(run),
    out: work,
    resume,
    signal: controller.signal,
    onEvent: eventWriter(folder.eventsFile(position, number)),
  });
  writeAtomically(folder.outcomeFile(position, number), JSON.stringify(outcome));
  return outcome.exitCode;
}

function optionsOf(run: ClusterPlan['runs'][number]): Omit<RunOptions, 'out' | 'resume'> {
  const { path, profile, parameters, kernel, inputsDigest } = run;
  return {
    path,
    profile,
    ...limitsWithin(run.resources, run.runTimeout),
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    ...(kernel === undefined ? {} : { kernel }),
    ...(inputsDigest === undefined ? {} : { inputsDigest }),
  };
}

/** True for the first that asks: the file system makes a new name once only, here with the whole text behind it. */
function claim(folder: SharedFolder, run: number, submission: number, environment: Environment): boolean {
  const by = {
    host: hostname(),
    node: environment['SLURMD_NODENAME'] ?? hostname(),
    job: environment['SLURM_ARRAY_JOB_ID'] ?? '',
    process: process.pid,
    at: new Date().toISOString(),
  };
  const file = folder.claimFile(run, submission);
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(by));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

/** Gives a new attempt what the one before had saved, so that it need not compute it again. True where there was one. */
function bequeath(folder: SharedFolder, run: number, submission: number): boolean {
  const before = (folder.marks('claims').get(run) ?? []).filter((number) => number < submission).at(-1);
  if (before === undefined) return false;
  const logs = join(folder.workFolder(run, before), 'logs');
  const heir = join(folder.workFolder(run, submission), 'logs');
  rmSync(heir, { recursive: true, force: true });
  if (existsSync(logs)) cpSync(logs, heir, { recursive: true });
  return true;
}

/** Passes on what happens, for those who watch. What cells print is in the executed notebook. */
function eventWriter(file: string): (event: RunEvent) => void {
  return (event) => {
    if (event.type === 'output' || event.type === 'run-end') return;
    appendFileSync(file, `${JSON.stringify(event)}\n`);
  };
}
