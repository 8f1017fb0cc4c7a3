import { randomBytes } from 'node:crypto';
import { contractPath, writeAtomically } from '@atlas/runner';
import { ClusterError } from './cluster-error.js';
import { keepCopy } from './collect.js';
import { digestOf } from './digest.js';
import type { ClusterPlan, ClusterRun } from './plan.js';
import type { SharedFolder } from './shared-folder.js';

interface PlanRequest {
  readonly runs: readonly ClusterRun[];
  readonly command: readonly string[];
  readonly resume?: boolean;
}

type PlannedRuns = ClusterPlan['runs'];

/** What makes a run the same run: not what it may use, nor where its files go. */
const identity = ({ label, path, profile, parameters, digest }: PlannedRuns[number]): string =>
  JSON.stringify([label, path, profile, parameters, digest]);

/** The plan of an earlier command where there is one to resume, else a new one. @throws ClusterError */
export function planOf(request: PlanRequest, folder: SharedFolder): ClusterPlan {
  const runs = withDigests(request.runs);
  if (request.resume === true && folder.hasPlan()) {
    const plan = folder.plan();
    requireSame(plan.runs, runs, folder);
    // What is submitted again may ask for more than before.
    return write(folder, { ...plan, command: request.command, runs });
  }
  if (folder.hasPlan() && !folder.isFinished()) {
    throw new ClusterError(
      'usage',
      `${folder.root} holds runs that may still be in the cluster; continue them with --resume, or choose another folder with --shared DIR`,
    );
  }
  folder.create();
  const id = `atlas-${randomBytes(4).toString('hex')}`;
  return write(folder, { schemaVersion: 1, id, created: new Date().toISOString(), command: request.command, runs });
}

function requireSame(before: PlannedRuns, now: PlannedRuns, folder: SharedFolder): void {
  const odd = now.find((run, index) => before[index] === undefined || identity(before[index]) !== identity(run));
  if (odd === undefined && before.length === now.length) return;
  const known = before.find(({ label, path }) => label === odd?.label && path === odd.path);
  const reason =
    odd !== undefined && known !== undefined && known.digest !== odd.digest
      ? `${odd.path} or its contract has changed since its runs were submitted to ${folder.root}; bring back what was submitted (it is under ${folder.inputs})`
      : `${folder.root} holds other runs (${before.length}, the first is ${before[0]?.label ?? 'none'}) than those asked for; repeat the command that submitted them`;
  throw new ClusterError('usage', `${reason}, or choose another folder with --shared DIR`);
}

function withDigests(runs: readonly ClusterRun[]): PlannedRuns {
  const digests = new Map([...new Set(runs.map(({ path }) => path))].map((path) => [path, digestOf(path)]));
  return runs.map((run) => ({ ...run, digest: digests.get(run.path) ?? '' }));
}

function write(folder: SharedFolder, plan: ClusterPlan): ClusterPlan {
  const inputs = new Map(plan.runs.map(({ path, digest }) => [path, digest]));
  for (const [path, digest] of inputs) {
    keepCopy(path, folder.keptNotebook(digest));
    keepCopy(contractPath(path), folder.keptContract(digest));
  }
  writeAtomically(folder.planFile, JSON.stringify(plan));
  folder.reopen();
  return plan;
}
