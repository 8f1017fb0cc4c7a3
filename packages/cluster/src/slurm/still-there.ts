import { setTimeout as sleep } from 'node:timers/promises';
import type { Submission } from '../plan.js';
import { ClusterError } from '../cluster-error.js';
import { parseJobRecords } from './job-records.js';
import { messageOf, type Slurm } from './slurm.js';
import { phaseOf } from './task-state.js';

/**
 * The indices of a submission's tasks that wait or run. To take a task for ended that is not would do its run twice, so
 * a controller that does not answer is an error here.
 */
export async function stillThere(
  slurm: Slurm,
  { jobId = '' }: Submission,
  { slurm: between }: { readonly slurm: number },
): Promise<Set<number>> {
  const answer = await slurm.call('scontrol', '--oneliner', 'show', 'job', jobId);
  await sleep(between);
  if (answer.code !== 0 && !/invalid job id/i.test(answer.stderr)) {
    throw new ClusterError(
      'resource',
      `Slurm does not tell what became of job ${jobId}: ${messageOf(answer)}. Try again with --resume when it answers`,
    );
  }
  const records = parseJobRecords(answer.stdout).filter((record) => phaseOf(record) !== 'ended');
  return new Set(records.flatMap(({ tasks }) => tasks));
}
