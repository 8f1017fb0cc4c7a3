import type { Displays } from '../execute/displays.js';
import type { OutputBudget } from '../execute/limits.js';
import type { StopRequest } from '../execute/stop.js';
import type { ArtifactStage } from '../collect/artifacts.js';
import type { Checkpoints } from '../collect/checkpoints.js';
import type { KernelTimings } from '../kernel/timings.js';
import type { RunEventDetail } from '../progress/events.js';
import type { CellState } from './cell-state.js';
import type { CellPlace, Failure } from './failure.js';
import type { RunOptions } from './options.js';
import type { PreparedRun } from './prepare.js';

/** What the parts of a run share. */
export interface RunContext {
  readonly options: RunOptions;
  readonly prepared: PreparedRun;
  readonly timings: KernelTimings;
  readonly startedAt: Date;
  readonly cells: readonly CellState[];
  readonly stop: StopRequest;
  readonly budget: OutputBudget;
  readonly displays: Displays;
  readonly stage: ArtifactStage;
  readonly checkpoints: Checkpoints;
  readonly failures: Failure[];
  readonly notices: string[];
  emit(detail: RunEventDetail): void;
}

/** The place of a cell, for a failure. */
export function placeOf(state: CellState, line?: number): CellPlace {
  return { index: state.info.index, id: state.info.id, ...(line === undefined ? {} : { line }) };
}

/** Notes something that fails nothing, once. */
export function notice(run: RunContext, message: string): void {
  if (run.notices.includes(message)) return;
  run.notices.push(message);
  run.emit({ type: 'notice', message });
}
