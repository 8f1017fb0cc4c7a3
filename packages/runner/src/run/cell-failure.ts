import type { ErrorOutput } from '@atlas/schemas';
import { errorLine } from '../execute/error-line.js';
import type { CellEnd } from '../execute/execute-cell.js';
import type { StopReason, StopStep } from '../execute/stop.js';
import { memoryComplaintIn, type Death } from '../kernel/death.js';
import type { CellState } from './cell-state.js';
import { placeOf } from './context.js';
import type { Failure } from './failure.js';

/** The failure of a cell that did not end well. */
export function cellFailure(state: CellState, end: Exclude<CellEnd, { kind: 'ok' }>): Failure {
  switch (end.kind) {
    case 'error':
      return errorFailure(state, end.error);
    case 'incomplete':
      return { kind: 'output-incomplete', message: `output incomplete: ${end.message}`, cell: placeOf(state) };
    case 'stopped':
      return stopFailure(end.reason, state, end.step);
    case 'died':
      return deathFailure(end.death, state);
  }
}

/** The failure of a kernel that is gone. */
export function deathFailure(death: Death, state: CellState | undefined, when = ''): Failure {
  // A native stack says nothing to the author of a cell, the line before it does.
  const complaint = death.outOfMemory ? memoryComplaintIn(death.lastLines) : undefined;
  const lastLines = complaint === undefined ? death.lastLines.trim().split('\n').slice(-8) : [complaint];
  const words =
    lastLines.join('') === '' ? '' : `; its last words:\n${lastLines.map((line) => `  ${line}`).join('\n')}`;
  return {
    kind: death.outOfMemory ? 'out-of-memory' : 'kernel-died',
    message: `${death.message}${when}${words}`,
    ...(state === undefined ? {} : { cell: placeOf(state) }),
  };
}

/** The failure of a run that was told to stop. */
export function stopFailure(reason: StopReason, state: CellState | undefined, step?: StopStep): Failure {
  const force: Readonly<Record<StopStep, string>> = {
    interrupt: '',
    'second interrupt': ' (it took a second interrupt)',
    SIGTERM: ' (it ignored interrupts, so the kernel was ended)',
    SIGKILL: ' (it ignored interrupts and SIGTERM, so the kernel was killed)',
  };
  const place = reason.cell ?? (state === undefined ? undefined : placeOf(state));
  return {
    kind: reason.kind,
    message: `${reason.message}${step === undefined ? '' : force[step]}`,
    ...(place === undefined ? {} : { cell: place }),
  };
}

function errorFailure(state: CellState, error: ErrorOutput): Failure {
  return {
    kind: 'cell-error',
    message: error.evalue === '' ? error.ename : `${error.ename}: ${error.evalue}`,
    cell: { ...placeOf(state), ...errorLine(error, state.area?.executionCount ?? null) },
    error: { name: error.ename, message: error.evalue, traceback: error.traceback },
  };
}
