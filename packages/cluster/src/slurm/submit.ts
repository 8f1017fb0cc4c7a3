import { writeAtomically } from '@atlas/runner';
import { ClusterError } from '../cluster-error.js';
import type { ClusterPlan, Submission } from '../plan.js';
import type { SharedFolder } from '../shared-folder.js';
import { batchScript, type JobOptions } from './batch-script.js';
import { messageOf, type Answer, type Slurm } from './slurm.js';

/** Tasks in one array where Slurm does not say. */
const usualArraySize = 1001;

/**
 * Hands runs to Slurm: one `scontrol` that tells how long an array may be, then one `sbatch` for each group of runs
 * that ask for the same resources, or more where a group is longer than an array.
 *
 * @returns the submissions, each with its job
 */
export async function submit(
  slurm: Slurm,
  folder: SharedFolder,
  plan: ClusterPlan,
  runs: readonly number[],
  options: JobOptions,
): Promise<Submission[]> {
  const longest = await arraySize(slurm);
  const first = (folder.submissions().at(-1)?.number ?? 0) + 1;
  const groups = grouped(plan, runs).flatMap((group) => chunks(group, longest));
  const submitted: Submission[] = [];
  try {
    for (const [offset, group] of groups.entries()) {
      submitted.push(await submitOne(slurm, folder, plan, group, first + offset, options));
    }
  } catch (error) {
    // All or nothing: a command that ends with an error leaves no jobs behind.
    if (submitted.length > 0) await slurm.call('scancel', ...submitted.map(({ jobId = '' }) => jobId));
    throw error;
  }
  return submitted;
}

async function submitOne(
  slurm: Slurm,
  folder: SharedFolder,
  plan: ClusterPlan,
  runs: readonly number[],
  number: number,
  options: JobOptions,
): Promise<Submission> {
  const submission: Submission = { number, runs, jobName: `${plan.id}.${number}` };
  const script = batchScript({
    jobName: submission.jobName,
    tasks: runs.length,
    log: folder.logFile(number, '%a'),
    workingDirectory: folder.root,
    resources: plan.runs[runs[0] ?? 0]?.resources ?? {},
    options,
    command: [...plan.command, folder.root, String(number)],
  });
  writeAtomically(folder.scriptFile(number), script);
  // Before sbatch: should this machine go away now, the name leads back to the job.
  writeAtomically(folder.submissionFile(number), JSON.stringify(submission));
  const answer = await slurm.call('sbatch', '--parsable', folder.scriptFile(number));
  const [jobId = ''] = answer.stdout.trim().split(';');
  if (answer.code !== 0 || !/^\d+$/.test(jobId)) throw refusal(answer, options);
  const known = { ...submission, jobId };
  writeAtomically(folder.submissionFile(number), JSON.stringify(known));
  return known;
}

async function arraySize(slurm: Slurm): Promise<number> {
  const answer = await slurm.call('scontrol', 'show', 'config');
  if (answer.code !== 0) {
    throw new ClusterError(
      'resource',
      `Slurm does not answer: ${messageOf(answer)}. See whether "scontrol ping" finds the controller, and ask the cluster's administrator`,
    );
  }
  return Number(/^MaxArraySize\s*=\s*(\d+)/m.exec(answer.stdout)?.[1] ?? usualArraySize);
}

const waysOut: readonly (readonly [RegExp, string])[] = [
  [/partition/i, 'List the partitions with "sinfo" and choose one with --partition NAME'],
  [/memory/i, 'No node has as much memory: ask for less with --memory'],
  [/time limit/i, 'Ask for less with --time'],
  [/node configuration|cpu count|more processors/i, 'No node has as much: ask for less with --memory and --cores'],
  [/account/i, 'Name your account with --sbatch --account=NAME'],
  [/limit|QOS/i, 'Your account allows less: ask for less, or run fewer at once with --jobs'],
];

function refusal(answer: Answer, options: JobOptions): ClusterError {
  const message = messageOf(answer) || answer.stdout.trim();
  const wayOut = waysOut.find(([pattern]) => pattern.test(message))?.[1] ?? 'Nothing was started';
  const where = options.partition === undefined ? '' : ` for the partition "${options.partition}"`;
  return new ClusterError('usage', `Slurm refused the runs${where}: ${message}. ${wayOut}`);
}

/** Runs that may share an array. */
function grouped(plan: ClusterPlan, runs: readonly number[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const run of runs) {
    const key = JSON.stringify(plan.runs[run]?.resources ?? {});
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()];
}

function chunks(list: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, part) => list.slice(part * size, (part + 1) * size));
}
