import type { CellStatus, JsonObject, Problem, Profile, ResultFile, UnexpectedVerdict, Verdict } from '@atlas/schemas';
import type { Failure } from './failure.js';

/** How one code cell ended. */
export interface CellOutcome {
  /** Position in the notebook, from 0, markdown cells counted. */
  readonly index: number;
  readonly id: string;
  /** What the cell is about: the heading above it, or its first line. */
  readonly label: string;
  readonly status: CellStatus;
  readonly startedAt?: Date;
  readonly milliseconds?: number;
  /** How often the cell was executed. */
  readonly attempts: number;
  /** Output arrived after the cell had finished. */
  readonly lateOutput: boolean;
  /** The cell took an artifact of an earlier run instead of computing it. */
  readonly reused: boolean;
}

/** How one claim came out. */
export interface ClaimOutcome {
  readonly id: string;
  readonly sentence: string;
  readonly verdict: Verdict;
  readonly expected: Verdict;
  /** Whether the expected verdict is asserted in the profile of the run. */
  readonly asserted: boolean;
  readonly estimate?: number;
  /** The 95 % interval. */
  readonly interval?: readonly [number, number];
  readonly unit?: string;
  readonly reason: string;
}

/** Artifacts of an earlier run. */
export interface ResumeOutcome {
  readonly offered: readonly { readonly artifact: string; readonly cell: string; readonly seconds: number }[];
  readonly taken: readonly string[];
}

/** Where the files of a run are; absent where the run did not write them. */
export interface RunFiles {
  readonly executed?: string;
  readonly results?: string;
  readonly measurements?: string;
  readonly artifacts: readonly string[];
  readonly record?: string;
  readonly log?: string;
}

/** Everything about one run. */
export interface RunOutcome {
  readonly notebook: string;
  readonly path: string;
  readonly profile: Profile;
  readonly parameters: JsonObject;
  readonly status: 'passed' | 'failed' | 'interrupted';
  /** Everything that went wrong; empty if and only if the run passed. */
  readonly failures: readonly Failure[];
  /** What is worth knowing and fails nothing. */
  readonly notices: readonly string[];
  readonly exitCode: number;
  readonly cells: readonly CellOutcome[];
  /** The results, also where they do not match the contract; absent where the notebook did not get to its end. */
  readonly results?: ResultFile;
  /** The claims of valid results. */
  readonly claims: readonly ClaimOutcome[];
  readonly problems: readonly Problem[];
  readonly unexpected: readonly UnexpectedVerdict[];
  readonly files: RunFiles;
  readonly startedAt: Date;
  readonly milliseconds: number;
  readonly peakMemoryBytes?: number;
  readonly resume?: ResumeOutcome;
}
