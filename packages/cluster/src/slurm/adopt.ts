import { writeAtomically } from '@atlas/runner';
import type { Submission } from '../plan.js';
import { readJson, type SharedFolder } from '../shared-folder.js';
import type { Slurm } from './slurm.js';

/**
 * The submissions of an earlier command, each with its job. Where that command went away while `sbatch` had not
 * answered, the job is found by the claims of its tasks or by its name; a submission that has none never was.
 */
export async function adoptSubmissions(slurm: Slurm, folder: SharedFolder): Promise<Submission[]> {
  const found: Submission[] = [];
  for (const submission of folder.submissions()) {
    const jobId = submission.jobId ?? claimedBy(folder, submission) ?? (await namedJob(slurm, submission));
    if (jobId === undefined) continue;
    const known = { ...submission, jobId };
    if (submission.jobId === undefined) writeAtomically(folder.submissionFile(known.number), JSON.stringify(known));
    found.push(known);
  }
  return found;
}

function claimedBy(folder: SharedFolder, { number }: Submission): string | undefined {
  for (const [run, submissions] of folder.marks('claims')) {
    if (!submissions.includes(number)) continue;
    const claim = readJson(folder.claimFile(run, number)) as { job?: string };
    if (claim.job) return claim.job;
  }
  return undefined;
}

async function namedJob(slurm: Slurm, { jobName }: Submission): Promise<string | undefined> {
  const { stdout } = await slurm.call('squeue', '--noheader', `--name=${jobName}`, '--states=all', '--format=%F');
  return stdout
    .split('\n')
    .find((line) => /^\d+$/.test(line.trim()))
    ?.trim();
}
