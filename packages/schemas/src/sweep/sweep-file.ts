import { type NumberSummary } from './summarise-numbers.js';
import { type Profile } from '../contract/profile.js';
import { type ClaimRecord } from '../documents/result-file.js';
import { type JsonObject, type JsonValue } from '../json/json.js';

/** How one run of a sweep ended, and where its own result file is. */
export type SweepRun = {
  /** The values of the swept parameters. */
  parameters: JsonObject;
  status: 'passed' | 'failed' | 'interrupted' | 'not run';
  /** Why the run has no results. */
  reason?: string;
  /** The run's result file, relative to the folder of the sweep file. */
  results?: string;
};

/** What all seeds together say at one point of the sweep. */
export type SweepPoint = {
  /** The values of the swept parameters other than `seed`. */
  parameters: JsonObject;
  /** The values of `seed` whose runs have results, in the order of the sweep; empty where `seed` is not swept. */
  seeds: number[];
  /** The values of `seed` whose runs have none. */
  missing: number[];
  /** Numbers of the results by their JSON pointer, `/accuracy/test`. */
  numbers: { [pointer: string]: NumberSummary };
  /** Claims decided on the evidence of all seeds. */
  claims: { [id: string]: ClaimRecord };
};

/** `sweeps/<profile>/<notebook>/sweep.json`: the runs of a sweep, combined. */
export type SweepFile = {
  schemaVersion: 1;
  notebook: string;
  profile: Profile;
  /** The values that each swept parameter takes. */
  swept: { [parameter: string]: JsonValue[] };
  /** What was given beside them, for all runs. */
  fixed: JsonObject;
  runs: SweepRun[];
  points: SweepPoint[];
};

/** The parameter whose runs are repetitions of one measurement: they are combined, not compared. */
export const seedParameter = 'seed';
