import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type JobOptions, type ResourceTexts } from '@atlas/cluster';
import { type Invocation, listOption, type Options, stringOption } from '../command.js';
import { UsageError } from '../exit-code.js';

/** The options of `atlas run` that only a cluster understands. */
export const clusterOptions: Options = {
  shared: { type: 'string', value: 'DIR', help: 'Slurm: a folder that all nodes see (default: cluster/ in --out)' },
  partition: { type: 'string', value: 'NAME', help: 'Slurm: where to run' },
  time: { type: 'string', value: 'H:MM:SS', help: 'Slurm: for each run, instead of what its contract says' },
  memory: { type: 'string', value: '4G', help: 'Slurm: for each run, instead of what its contract says' },
  cores: { type: 'string', value: 'N', help: 'Slurm: for each run, instead of what its contract says' },
  setup: {
    type: 'string',
    value: 'FILE',
    help: 'Slurm: shell lines that prepare a node, such as "module load nodejs"',
  },
  wrap: { type: 'string', value: 'WORDS', help: 'Slurm: put before the program, such as "apptainer exec image.sif"' },
  sbatch: { type: 'string', multiple: true, value: 'OPTION', help: 'Slurm: passed on to sbatch; may be given again' },
};

/** Names of the options that mean nothing to the local executor. */
export const clusterOptionNames = Object.keys(clusterOptions);

/** What the command line asks of each run. */
export function resourceTexts(invocation: Invocation, cores: number | undefined): ResourceTexts {
  const time = stringOption(invocation, 'time');
  const memory = stringOption(invocation, 'memory');
  return {
    ...(time === undefined ? {} : { time }),
    ...(memory === undefined ? {} : { memory }),
    ...(cores === undefined ? {} : { cores }),
  };
}

/** @throws UsageError where the file with the shell lines cannot be read */
export function jobOptions(invocation: Invocation, atOnce: number | undefined): JobOptions {
  const partition = stringOption(invocation, 'partition');
  const setup = stringOption(invocation, 'setup');
  const wrap = stringOption(invocation, 'wrap');
  const sbatch = listOption(invocation, 'sbatch');
  return {
    ...(partition === undefined ? {} : { partition }),
    ...(setup === undefined ? {} : { setup: shellLines(setup) }),
    ...(wrap === undefined ? {} : { wrap }),
    ...(sbatch.length === 0 ? {} : { sbatch }),
    ...(atOnce === undefined ? {} : { atOnce }),
  };
}

function shellLines(file: string): string {
  try {
    return readFileSync(resolve(file), 'utf8');
  } catch (error) {
    throw new UsageError(`--setup ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
