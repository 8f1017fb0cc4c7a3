import type { CellRecord, Problem, RunRecord, RunStatus, UnexpectedVerdict } from '@atlas/schemas';
import type { CellState } from './cell-state.js';
import type { RunContext } from './context.js';
import { exitCodeOf, type Failure, type FailureKind } from './failure.js';

/** What is known only when a run is over. */
export interface RunEnd {
  readonly milliseconds: number;
  readonly problems: readonly Problem[];
  readonly unexpected: readonly UnexpectedVerdict[];
}

/** The record of a run: as it stands, or with its end. */
export function runRecord(run: RunContext, end?: RunEnd): RunRecord {
  const { prepared, failures, startedAt } = run;
  const error = failures[0];
  return {
    schemaVersion: 1,
    notebook: prepared.layout.name,
    profile: prepared.profile,
    parameters: prepared.parameters,
    status: end === undefined ? 'running' : statusOf(failures),
    reused: false,
    started: startedAt.toISOString(),
    cells: run.cells.map(cellRecord),
    problems: [...(end?.problems ?? [])],
    unexpected: (end?.unexpected ?? []).map(({ claim, expected, found }) => ({ claim, expected, found })),
    ...(error === undefined ? {} : { error: runError(error) }),
    ...(end === undefined
      ? {}
      : {
          finished: new Date(startedAt.getTime() + end.milliseconds).toISOString(),
          seconds: end.milliseconds / 1000,
          exitCode: exitCodeOf(failures),
        }),
  };
}

/** How a run with these failures counts as a whole. */
export function statusOf(failures: readonly Failure[]): Exclude<RunStatus, 'running'> {
  if (failures.some(({ kind }) => kind === 'interrupted' || kind === 'terminated')) return 'interrupted';
  return failures.length > 0 ? 'failed' : 'passed';
}

function cellRecord(state: CellState): CellRecord {
  const { info, status, startedAt, milliseconds, attempts, reused } = state;
  return {
    index: info.index,
    id: info.id,
    status,
    ...(startedAt === undefined ? {} : { started: startedAt.toISOString() }),
    ...(milliseconds === undefined ? {} : { seconds: milliseconds / 1000 }),
    ...(attempts > 1 ? { attempts } : {}),
    ...(reused ? { reused } : {}),
  };
}

const errorNames: Readonly<Record<FailureKind, string>> = {
  interrupted: 'Interrupted',
  terminated: 'Terminated',
  usage: 'UsageError',
  'notebook-unreadable': 'NotebookUnreadable',
  'kernel-unusable': 'KernelUnusable',
  'contract-unusable': 'ContractUnusable',
  'cell-error': 'CellError',
  'late-error': 'LateError',
  'cell-timeout': 'CellTimeout',
  'run-deadline': 'RunDeadline',
  'output-limit': 'OutputLimit',
  'output-incomplete': 'OutputIncomplete',
  'kernel-died': 'KernelDied',
  'out-of-memory': 'OutOfMemory',
  'node-lost': 'NodeLost',
  resource: 'ResourceError',
  'results-invalid': 'ResultsInvalid',
  'verdict-unexpected': 'VerdictUnexpected',
};

function runError(failure: Failure): NonNullable<RunRecord['error']> {
  const { kind, message, error, cell } = failure;
  return {
    name: error?.name || errorNames[kind],
    message,
    traceback: [...(error?.traceback ?? [])],
    ...(cell === undefined ? {} : { cell: { ...cell } }),
  };
}
