import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { contractPath } from '@atlas/runner';
import { isObject, type Profile } from '@atlas/schemas';
import { readJson } from '../reports/read-json.js';
import { type Need } from './admission.js';

/** What a notebook is taken to need that has never been measured: about the most that those of the report need. */
const unmeasured = 1.5e9;
/** Memory is left for what else the machine does. */
const share = 0.9;

/** What a run is expected to need: the memory of its last measured run, and whether its contract wants it alone. */
export function needOf(path: string, reports: readonly string[], profile: Profile): Need {
  const contract = optional(contractPath(path))['atlas'];
  const name = `${basename(path, '.ipynb')}.json`;
  const peaks = reports.map((folder) => optional(join(folder, 'measurements', profile, name))['peakMemoryBytes']);
  return {
    alone: isObject(contract) && contract['exclusive'] === true,
    bytes: peaks.find((peak): peak is number => typeof peak === 'number') ?? unmeasured,
  };
}

/** Runs at once: as many as were asked for, but no more than there are cores. */
export function jobsOnThisMachine(asked: number): number {
  return Math.min(asked, availableParallelism());
}

/** Runs at once of notebooks about which nothing is asked: one for each core, as far as there is memory. */
export function runsAtOnce(): number {
  return Math.max(1, jobsOnThisMachine(Math.floor(memoryForRuns() / unmeasured)));
}

/** The memory that runs may use together, within the limits that were set for this process. */
export function memoryForRuns(): number {
  return share * process.availableMemory();
}

/** A notebook may have no contract, and it may never have been measured. An unusable contract is reported by the run. */
function optional(file: string): Record<string, unknown> {
  if (!existsSync(file)) return {};
  try {
    const content = readJson(file);
    return isObject(content) ? content : {};
  } catch {
    return {};
  }
}
