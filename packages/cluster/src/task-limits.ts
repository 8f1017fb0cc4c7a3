import type { RunOptions } from '@atlas/runner';
import type { Resources } from './resources.js';

/** Time for a run to stop by itself and to save what it has, before Slurm ends it. */
const margin = { most: 30, share: 0.1 };
/** Memory of the runner beside the kernel. */
const runnerMegabytes = 150;
const leastShare = 0.75;

const advice = { time: 'give its job more with --time', memory: 'give its job more with --memory' };

/**
 * The limits of a run inside those of its job, a little narrower: the run then ends like a local one that reaches its
 * limit, with the cell, the log and what was saved, also where the cluster does not watch memory.
 */
export function limitsWithin(
  { seconds, memoryMegabytes }: Resources,
  runTimeout: number | undefined,
): Pick<RunOptions, 'runTimeout' | 'memoryLimit' | 'advice'> {
  const jobTime =
    seconds === undefined ? Infinity : Math.round(1000 * (seconds - Math.min(margin.most, margin.share * seconds)));
  const time = Math.min(jobTime, runTimeout ?? Infinity);
  return {
    advice: { memory: advice.memory, ...(time === jobTime ? { time: advice.time } : {}) },
    ...(time === Infinity ? {} : { runTimeout: time }),
    ...(memoryMegabytes === undefined
      ? {}
      : {
          memoryLimit: Math.round(
            1024 * 1024 * Math.max(memoryMegabytes - runnerMegabytes, leastShare * memoryMegabytes),
          ),
        }),
  };
}
