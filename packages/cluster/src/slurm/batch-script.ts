import { clockText, type Resources } from '../resources.js';

/** What is the same for all tasks of a cluster. */
export interface JobOptions {
  readonly partition?: string;
  /** Further options of sbatch, `--account=physics`. */
  readonly sbatch?: readonly string[];
  /** Lines of shell that prepare a node: `module load nodejs/20`. */
  readonly setup?: string;
  /** Words in front of the program: `apptainer exec image.sif`. */
  readonly wrap?: string;
  /** Tasks at once. */
  readonly atOnce?: number;
}

export interface Script {
  readonly jobName: string;
  readonly tasks: number;
  /** Where Slurm writes what a task prints; `%a` stands for its index. */
  readonly log: string;
  readonly workingDirectory: string;
  readonly resources: Resources;
  readonly options: JobOptions;
  readonly command: readonly string[];
}

/** The file that sbatch gets. Slurm never starts a task of it again by itself: a run is run once. */
export function batchScript(script: Script): string {
  const { resources, options } = script;
  const directives = [
    `--job-name=${script.jobName}`,
    `--array=0-${script.tasks - 1}${options.atOnce === undefined ? '' : `%${options.atOnce}`}`,
    `--output=${quotedForSlurm(script.log)}`,
    `--chdir=${quotedForSlurm(script.workingDirectory)}`,
    '--open-mode=append',
    '--no-requeue',
    '--nodes=1',
    '--ntasks=1',
    ...(resources.seconds === undefined ? [] : [`--time=${clockText(resources.seconds)}`]),
    ...(resources.memoryMegabytes === undefined ? [] : [`--mem=${resources.memoryMegabytes}M`]),
    ...(resources.cores === undefined ? [] : [`--cpus-per-task=${resources.cores}`]),
    ...(resources.alone === true ? ['--exclusive'] : []),
    ...(options.partition === undefined ? [] : [`--partition=${options.partition}`]),
    ...(options.sbatch ?? []),
  ];
  const wrap = options.wrap === undefined ? '' : `${options.wrap} `;
  return [
    '#!/bin/bash',
    ...directives.map((directive) => `#SBATCH ${directive}`),
    '',
    ...(options.setup === undefined ? [] : [options.setup.trimEnd(), '']),
    '# The program takes the place of the shell, so that it gets the signals of Slurm.',
    `exec ${wrap}${script.command.map(quoted).join(' ')}`,
    '',
  ].join('\n');
}

/** A word for the shell. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function quotedForSlurm(path: string): string {
  return /^[^\s"']+$/.test(path) ? path : `"${path.replaceAll('"', '\\"')}"`;
}
