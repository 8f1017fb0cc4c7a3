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
import { isObject, type JsonObject, type Profile } from '@atlas/schemas';
import { inputParts, inputsFile } from '../commands/explain.js';
import { UsageError } from '../exit-code.js';
import { readJson } from '../reports/read-json.js';
import { signals } from './signals.js';

/** What `atlas run` was asked for. */
export type RunRequest = {
  readonly root: string;
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

/** An unusable contract is reported by the run itself. */
function measuresTime(path: string): boolean {
  const contract: unknown = readJson(path.replace(/\.ipynb$/, '.schema.json'));
  return isObject(contract) && isObject(contract['atlas']) && contract['atlas']['exclusive'] === true;
}

/**
 * Runs the notebooks, at most `jobs` at once; those that measure time run when no other does.
 * After an interruption no further notebook is started.
 * @returns the outcomes, in the order of the paths
 */
export async function runAll(request: RunRequest): Promise<RunOutcome[]> {
  const { signal, release } = signals();
  const outcomes = new Map<string, RunOutcome>();
  const work = async (queue: string[]): Promise<void> => {
    for (let path = queue.shift(); path !== undefined && !signal.aborted; path = queue.shift()) {
      outcomes.set(path, await runOne(request, path, signal));
    }
  };
  try {
    const alone = request.jobs > 1 ? request.paths.filter(measuresTime) : [];
    const shared = request.paths.filter((path) => !alone.includes(path));
    await Promise.all(Array.from({ length: request.jobs }, () => work(shared)));
    await work([...alone]);
  } finally {
    release();
  }
  return request.paths.flatMap((path) => outcomes.get(path) ?? []);
}
