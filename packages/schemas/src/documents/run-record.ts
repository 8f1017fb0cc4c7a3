import { type Profile } from '../contract/profile.js';
import { type JsonObject } from '../json/json.js';
import { type Problem } from '../json/problem.js';

/** How one cell ended. `not run`: the run stopped before it. `skipped`: its tag says so. */
export type CellStatus = 'passed' | 'failed' | 'skipped' | 'not run';

export type CellRecord = {
  /** Position in the notebook, from 0, markdown cells counted. */
  index: number;
  id: string;
  status: CellStatus;
  /** ISO 8601 in UTC; absent where the cell did not run. */
  started?: string;
  seconds?: number;
  /** More than 1 where a cell tagged for it was tried again. */
  attempts?: number;
  /** True where its outcome was taken from an earlier run. */
  reused?: boolean;
};

/** What stopped a run. */
export type RunError = {
  /** Name of the error, as thrown, or the runner's: `KernelDied`, `CellTimeout`. */
  name: string;
  message: string;
  traceback: string[];
  cell?: { index: number; id: string; line?: number; column?: number };
};

export type RunStatus = 'running' | 'passed' | 'failed' | 'interrupted';

/** `reports/logs/<profile>/<notebook>.json`, written by the runner while it runs. */
export type RunRecord = {
  schemaVersion: 1;
  notebook: string;
  profile: Profile;
  parameters: JsonObject;
  status: RunStatus;
  /** True where nothing was run because nothing had changed. */
  reused: boolean;
  started: string;
  finished?: string;
  seconds?: number;
  cells: CellRecord[];
  /** Results that do not match the contract. */
  problems: Problem[];
  /** Claims whose verdict is not the expected one. */
  unexpected: { claim: string; expected: string; found: string }[];
  error?: RunError;
  exitCode?: number;
};
