import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { kernelSpec } from '@atlas/kernel';
import { type RunEvent, runNotebook, type RunOptions, type RunOutcome } from '@atlas/runner';
import { type Profile } from '@atlas/schemas';
import { inputParts, inputsFile } from '../commands/explain.js';
import { type PlannedRun } from '../sweep/plan.js';
import { Admission } from './admission.js';
import { jobsOnThisMachine, memoryForRuns, needOf } from './needs.js';
import { signals } from './signals.js';

/** What `atlas run` was asked for, wherever the runs take place. */
export type RunRequest = {
  readonly root: string;
  /** Each with a label of its own. */
  readonly runs: readonly PlannedRun[];
  readonly profile: Profile;
  readonly resume: boolean;
  readonly kernel?: string;
  readonly timeoutMilliseconds?: number;
  readonly onEvent: (event: RunEvent) => void;
};

/** Runs on this machine, at most `jobs` at once. */
export type LocalRunRequest = RunRequest & { readonly jobs: number };

function optionsFor(request: RunRequest, run: PlannedRun, signal: AbortSignal, inputsDigest?: string): RunOptions {
  const { path, out, label, parameters } = run;
  return {
    path,
    out,
    profile: request.profile,
    // Notebooks name the kernel `tslab`, so that they open wherever tslab is installed; here the name means our kernel.
    kernels: { tslab: kernelSpec() },
    resume: request.resume,
    signal,
    // Runs of one notebook are told apart by their labels.
    onEvent: (event) => request.onEvent({ ...event, notebook: label }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(request.kernel !== undefined && { kernel: request.kernel }),
    ...(request.timeoutMilliseconds !== undefined && { runTimeout: request.timeoutMilliseconds }),
    ...(inputsDigest !== undefined && { inputsDigest }),
  };
}

/** Everything that can change the results, for notebooks of the workspace; others have no declared inputs. */
export async function inputsOf(
  request: Pick<RunRequest, 'root' | 'profile'>,
  path: string,
): Promise<string | undefined> {
  if (dirname(path) !== join(request.root, 'notebooks')) return undefined;
  try {
    return JSON.stringify(await inputParts(request.root, basename(path, '.ipynb'), request.profile), null, 1);
  } catch {
    // A notebook or a contract that cannot be read has no inputs to name; the run itself says what is wrong with it.
    return undefined;
  }
}

/** One digest for all inputs, where they are known. */
export function digestOf(inputs: string | undefined): string | undefined {
  return inputs && createHash('sha256').update(inputs).digest('hex');
}

/** Notes what a run that passed was made from, so that `atlas explain` can tell what has changed since. */
export function keepInputs(run: PlannedRun, profile: Profile, outcome: RunOutcome, inputs: string | undefined): void {
  if (!inputs || outcome.status !== 'passed') return;
  const file = inputsFile(run.out, profile, basename(run.path, '.ipynb'));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${inputs}\n`);
}

async function runOne(request: RunRequest, run: PlannedRun, signal: AbortSignal): Promise<RunOutcome> {
  const inputs = await inputsOf(request, run.path);
  const outcome = await runNotebook(optionsFor(request, run, signal, digestOf(inputs)));
  keepInputs(run, request.profile, outcome, inputs);
  return { ...outcome, notebook: run.label };
}

/**
 * Runs the notebooks, at most `jobs` at once and only as many as there is memory for; those that measure time run when
 * no other does, at the end. After an interruption no further notebook is started.
 * @returns the outcomes by the labels of their runs
 */
export async function runAll(request: LocalRunRequest): Promise<Map<string, RunOutcome>> {
  const { signal, release } = signals();
  const outcomes = new Map<string, RunOutcome>();
  const admission = new Admission(jobsOnThisMachine(request.jobs), memoryForRuns());
  const published = join(request.root, 'reports');
  const runs = request.runs.map((run) => ({ run, need: needOf(run.path, [run.out, published], request.profile) }));
  const work = async ({ run, need }: (typeof runs)[number]): Promise<void> => {
    const leave = await admission.enter(need);
    try {
      if (!signal.aborted) outcomes.set(run.label, await runOne(request, run, signal));
    } finally {
      leave();
    }
  };
  try {
    const ordered = [...runs.filter(({ need }) => !need.alone), ...runs.filter(({ need }) => need.alone)];
    const ends = await Promise.allSettled(ordered.map(work));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  } finally {
    release();
  }
  return outcomes;
}
