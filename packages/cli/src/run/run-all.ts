import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { kernelSpec } from '@atlas/kernel';
import {
  ParameterError,
  parseParameter,
  readContract,
  type RunEvent,
  runNotebook,
  type RunOptions,
  type RunOutcome,
} from '@atlas/runner';
import { type JsonObject, type Profile } from '@atlas/schemas';
import { inputParts, inputsFile } from '../commands/explain.js';
import { UsageError } from '../exit-code.js';
import { Admission } from './admission.js';
import { jobsOnThisMachine, memoryForRuns, needOf } from './needs.js';
import { signals } from './signals.js';

/** What `atlas run` was asked for. */
export type RunRequest = {
  readonly root: string;
  /** Each once. */
  readonly paths: readonly string[];
  readonly out: string;
  readonly profile: Profile;
  /** As typed: `name=value`. */
  readonly parameters: readonly string[];
  readonly jobs: number;
  readonly resume: boolean;
  readonly kernel?: string;
  readonly timeoutMilliseconds?: number;
  readonly onEvent: (event: RunEvent) => void;
};

/** @throws UsageError for a parameter that is not `name=value` or does not have the type of the contract */
function parametersOf(texts: readonly string[], path: string): JsonObject {
  try {
    const contract = readContract(path.replace(/\.ipynb$/, '.schema.json'));
    return Object.fromEntries(texts.map((text) => parseParameter(text, contract)));
  } catch (error) {
    if (error instanceof ParameterError) throw new UsageError(error.message);
    throw error;
  }
}

function optionsFor(request: RunRequest, path: string, signal: AbortSignal, inputsDigest?: string): RunOptions {
  const parameters = request.parameters.length > 0 ? parametersOf(request.parameters, path) : {};
  return {
    path,
    out: request.out,
    profile: request.profile,
    // Notebooks name the kernel `tslab`, so that they open wherever tslab is installed; here the name means our kernel.
    kernels: { tslab: kernelSpec() },
    resume: request.resume,
    signal,
    onEvent: request.onEvent,
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(request.kernel !== undefined && { kernel: request.kernel }),
    ...(request.timeoutMilliseconds !== undefined && { runTimeout: request.timeoutMilliseconds }),
    ...(inputsDigest !== undefined && { inputsDigest }),
  };
}

/** Everything that can change the results, for notebooks of the workspace; others have no declared inputs. */
async function inputsOf(request: RunRequest, path: string): Promise<string | undefined> {
  if (dirname(path) !== join(request.root, 'notebooks')) return undefined;
  try {
    return JSON.stringify(await inputParts(request.root, basename(path, '.ipynb'), request.profile), null, 1);
  } catch {
    // A notebook or a contract that cannot be read has no inputs to name; the run itself says what is wrong with it.
    return undefined;
  }
}

async function runOne(request: RunRequest, path: string, signal: AbortSignal): Promise<RunOutcome> {
  const inputs = await inputsOf(request, path);
  const digest = inputs && createHash('sha256').update(inputs).digest('hex');
  const outcome = await runNotebook(optionsFor(request, path, signal, digest));
  if (inputs && outcome.status === 'passed') {
    const file = inputsFile(request.out, request.profile, outcome.notebook);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${inputs}\n`);
  }
  return outcome;
}

/**
 * Runs the notebooks, at most `jobs` at once and only as many as there is memory for; those that measure time run when
 * no other does, at the end. After an interruption no further notebook is started.
 * @returns the outcomes, in the order of the paths
 */
export async function runAll(request: RunRequest): Promise<RunOutcome[]> {
  const { signal, release } = signals();
  const outcomes = new Map<string, RunOutcome>();
  const admission = new Admission(jobsOnThisMachine(request.jobs), memoryForRuns());
  const reports = [request.out, join(request.root, 'reports')];
  const runs = request.paths.map((path) => ({ path, need: needOf(path, reports, request.profile) }));
  const work = async ({ path, need }: (typeof runs)[number]): Promise<void> => {
    const leave = await admission.enter(need);
    try {
      if (!signal.aborted) outcomes.set(path, await runOne(request, path, signal));
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
  return request.paths.flatMap((path) => outcomes.get(path) ?? []);
}
