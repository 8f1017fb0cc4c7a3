import { writeAtomically, WriteError } from '../files/atomic.js';
import { layoutOf, notebookName } from '../files/layout.js';
import { resolve } from 'node:path';
import type { RunRecord } from '@atlas/schemas';
import type { RunContext } from './context.js';
import { exitCodeOf, type Failure } from './failure.js';
import type { Produced } from './finish.js';
import type { RunOptions } from './options.js';
import type { CellOutcome, ClaimOutcome, ResumeOutcome, RunOutcome } from './outcome.js';
import type { CellState } from './cell-state.js';
import type { PreparedRun } from './prepare.js';
import { statusOf } from './record.js';

export interface Conclusion {
  readonly milliseconds: number;
  readonly produced: Produced;
  /** True where the executed notebook and the record are on disk. */
  readonly kept: boolean;
  readonly peakMemoryBytes: number | undefined;
  readonly resume: ResumeOutcome | undefined;
}

/** Everything about a run that is over. */
export function outcomeOf(run: RunContext, conclusion: Conclusion): RunOutcome {
  const { prepared, failures, options } = run;
  const { produced, peakMemoryBytes, resume, kept } = conclusion;
  const { layout } = prepared;
  return {
    notebook: layout.name,
    path: options.path,
    profile: prepared.profile,
    parameters: prepared.parameters,
    status: statusOf(failures),
    failures,
    notices: run.notices,
    exitCode: exitCodeOf(failures),
    cells: run.cells.map(cellOutcome),
    ...(produced.results === undefined ? {} : { results: produced.results }),
    claims: claimOutcomes(prepared, produced),
    problems: produced.problems,
    unexpected: produced.unexpected,
    files: {
      ...produced.files,
      log: layout.log,
      ...(kept ? { executed: layout.executed, record: layout.record } : {}),
    },
    startedAt: run.startedAt,
    milliseconds: conclusion.milliseconds,
    ...(peakMemoryBytes === undefined ? {} : { peakMemoryBytes }),
    ...(resume === undefined ? {} : { resume }),
  };
}

/** The outcome of a run that could not begin. Its record replaces that of an earlier run, which would deceive. */
export function unpreparedOutcome(options: RunOptions, failure: Failure): RunOutcome {
  const startedAt = new Date();
  const profile = options.profile ?? 'default';
  const failures = [failure];
  let notebook = '';
  try {
    notebook = notebookName(options.path);
    const record: RunRecord = {
      schemaVersion: 1,
      notebook,
      profile,
      parameters: options.parameters ?? {},
      status: 'failed',
      reused: false,
      started: startedAt.toISOString(),
      finished: startedAt.toISOString(),
      seconds: 0,
      cells: [],
      problems: [],
      unexpected: [],
      error: { name: 'PreparationError', message: failure.message, traceback: [] },
      exitCode: exitCodeOf(failures),
    };
    writeAtomically(layoutOf(resolve(options.out), profile, notebook).record, `${JSON.stringify(record, null, 2)}\n`);
  } catch (error) {
    if (error instanceof WriteError) failures.push({ kind: 'resource', message: error.message });
  }
  return {
    notebook,
    path: options.path,
    profile,
    parameters: options.parameters ?? {},
    status: 'failed',
    failures,
    notices: [],
    exitCode: exitCodeOf(failures),
    cells: [],
    claims: [],
    problems: [],
    unexpected: [],
    files: { artifacts: [] },
    startedAt,
    milliseconds: 0,
  };
}

function cellOutcome(state: CellState): CellOutcome {
  const { info, status, startedAt, milliseconds, attempts, lateOutput, reused } = state;
  return {
    index: info.index,
    id: info.id,
    label: info.label,
    status,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(milliseconds === undefined ? {} : { milliseconds }),
    attempts,
    lateOutput,
    reused,
  };
}

function claimOutcomes({ contract, profile }: PreparedRun, { results, problems }: Produced): ClaimOutcome[] {
  if (contract === undefined || results === undefined || problems.length > 0) return [];
  return Object.entries(contract.atlas.claims).flatMap(([id, { sentence, expected, profiles, rule }]) => {
    const decision = results.claims[id]?.decision;
    if (decision === undefined) return [];
    const { estimate, interval } = decision.measured;
    return {
      id,
      sentence,
      expected,
      verdict: decision.verdict,
      reason: decision.reason,
      asserted: profiles.includes(profile),
      ...(estimate === undefined ? {} : { estimate }),
      ...(interval === undefined ? {} : { interval }),
      ...('unit' in rule && rule.unit !== undefined ? { unit: rule.unit } : {}),
    };
  });
}
