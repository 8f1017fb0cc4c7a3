import { execFile } from 'node:child_process';
import { ClusterError } from '../cluster-error.js';

/** What one call of a Slurm program gave. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type Program = 'sbatch' | 'scontrol' | 'squeue' | 'scancel';

const mostOutput = 256 * 1024 * 1024;

/** Calls Slurm's own programs, and counts the calls. */
export class Slurm {
  calls = 0;

  constructor(private readonly environment: NodeJS.ProcessEnv = process.env) {}

  /** Runs a program to its end. @throws ClusterError where it is not installed */
  async call(program: Program, ...args: readonly string[]): Promise<Answer> {
    this.calls += 1;
    return new Promise((resolve, reject) => {
      const options = { env: this.environment, maxBuffer: mostOutput };
      execFile(program, args, options, (error, stdout, stderr) => {
        if (error?.code === 'ENOENT') reject(noSlurm(program));
        else resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, stdout, stderr });
      });
    });
  }
}

function noSlurm(program: string): ClusterError {
  return new ClusterError(
    'usage',
    `there is no Slurm here: the program "${program}" was not found. ` +
      'Log in to a machine of the cluster that has it (often "module load slurm"), or run with --executor local',
  );
}

/** The message of a program without its own name in front of every line. */
export function messageOf({ stderr }: Answer): string {
  return stderr
    .split('\n')
    .map((line) => line.replace(/^\w+: (error: )?/, '').trim())
    .filter((line) => line !== '')
    .join('; ');
}
