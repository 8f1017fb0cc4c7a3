import { fileURLToPath } from 'node:url';
import {
  ClusterError,
  type ClusterRun,
  type JobOptions,
  type Resources,
  type ResourceTexts,
  resourcesOf,
  runOnCluster,
} from '@atlas/cluster';
import { contractPath, readContract, type RunOutcome } from '@atlas/runner';
import { type NotebookDeclaration } from '@atlas/schemas';
import { UsageError } from '../exit-code.js';
import { digestOf, inputsOf, keepInputs, type RunRequest } from '../run/run-all.js';
import { signals } from '../run/signals.js';
import { type PlannedRun } from '../sweep/plan.js';
import { askWhatBecomes } from './interrupt.js';

/** What `atlas run --executor slurm` was asked for. */
export type ClusterRunRequest = RunRequest & {
  readonly shared: string;
  /** From the command line; they win over the contract's. */
  readonly resources: ResourceTexts;
  readonly options: JobOptions;
  readonly say: (line: string) => void;
};

/** The program of a task. Where modules or a container bring Node, it is theirs. */
function command({ setup, wrap }: JobOptions): string[] {
  const node = setup === undefined && wrap === undefined ? process.execPath : 'node';
  return [node, fileURLToPath(new URL('./task.js', import.meta.url))];
}

/** What a run may use: the command line before the contract. @throws ClusterError for what cannot be read */
function resourcesFor(path: string, { profile, resources }: ClusterRunRequest): Resources {
  const declared = declarationOf(path);
  const wanted = resourcesOf({ ...declared?.resources?.[profile], ...resources });
  return declared?.exclusive === true ? { ...wanted, alone: true } : wanted;
}

function declarationOf(path: string): NotebookDeclaration | undefined {
  try {
    return readContract(contractPath(path))?.atlas;
  } catch {
    // An unusable contract is reported by the run itself.
    return undefined;
  }
}

function clusterRun(
  run: PlannedRun,
  request: ClusterRunRequest,
  resources: Resources,
  inputsDigest: string | undefined,
): ClusterRun {
  const { label, path, out, parameters } = run;
  const { profile, kernel, timeoutMilliseconds } = request;
  return {
    label,
    path,
    out,
    profile,
    parameters,
    resources,
    ...(kernel === undefined ? {} : { kernel }),
    ...(timeoutMilliseconds === undefined ? {} : { runTimeout: timeoutMilliseconds }),
    ...(inputsDigest === undefined ? {} : { inputsDigest }),
  };
}

/**
 * Runs the notebooks as tasks of a Slurm cluster.
 * @returns the outcomes by the labels of their runs; those left to the cluster are missing
 * @throws UsageError where the cluster refuses
 */
export async function runAllOnCluster(request: ClusterRunRequest): Promise<ReadonlyMap<string, RunOutcome>> {
  const { profile, say } = request;
  const { signal, release } = signals();
  const inputs = new Map<string, string | undefined>();
  for (const { path } of request.runs) if (!inputs.has(path)) inputs.set(path, await inputsOf(request, path));
  try {
    // Once for each notebook, however many runs it has: reading a contract takes a while.
    const needs = new Map([...inputs.keys()].map((path) => [path, resourcesFor(path, request)]));
    const { outcomes, left } = await runOnCluster({
      runs: request.runs.map((run) =>
        clusterRun(run, request, needs.get(run.path) ?? {}, digestOf(inputs.get(run.path))),
      ),
      shared: request.shared,
      command: command(request.options),
      options: request.options,
      resume: request.resume,
      signal,
      onInterrupt: () => {
        // From here on Ctrl-C belongs to the question.
        release();
        return askWhatBecomes(signal.reason);
      },
      onEvent: request.onEvent,
      say,
    });
    for (const run of request.runs) {
      const outcome = outcomes.get(run.label);
      if (outcome !== undefined) keepInputs(run, profile, outcome, inputs.get(run.path));
    }
    if (left > 0) say(`${left} runs are left to the cluster; see them again with the same command and --resume`);
    return new Map([...outcomes].map(([label, outcome]) => [label, { ...outcome, notebook: label }]));
  } catch (error) {
    if (error instanceof ClusterError && error.kind === 'usage') throw new UsageError(error.message);
    throw error;
  } finally {
    release();
  }
}
