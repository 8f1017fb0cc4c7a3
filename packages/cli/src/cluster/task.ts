#!/usr/bin/env node
import { runTask } from '@atlas/cluster';
import { kernelSpec } from '@atlas/kernel';

/** One task of a job array, on a node: started by Slurm with the shared folder and the number of the submission. */
async function main([folder = '', submission = '']: readonly string[]): Promise<number> {
  return runTask(folder, Number(submission), { kernels: { tslab: kernelSpec() } });
}

process.exitCode = await main(process.argv.slice(2));
