import type { CellStatus, Profile } from '@atlas/schemas';
import type { StopReason, StopStep } from '../execute/stop.js';
import type { RunOutcome } from '../run/outcome.js';

/** A code cell as progress shows it. */
export interface CellInfo {
  readonly index: number;
  readonly id: string;
  /** Which of the code cells it is, from 1, and how many there are. */
  readonly number: number;
  readonly of: number;
  readonly label: string;
  /** How long it took in the last run that got through it. */
  readonly expectedMilliseconds?: number;
}

/** What happens during a run, in the order in which it happens. */
export type RunEvent = { readonly notebook: string; readonly at: number } & RunEventDetail;

export type RunEventDetail =
  | {
      readonly type: 'run-start';
      readonly profile: Profile;
      readonly cells: number;
      readonly expectedMilliseconds?: number;
    }
  | { readonly type: 'kernel-start'; readonly kernel: string }
  | { readonly type: 'kernel-retry'; readonly reason: string }
  | { readonly type: 'kernel-ready'; readonly implementation: string; readonly milliseconds: number }
  | { readonly type: 'cell-start'; readonly cell: CellInfo }
  | {
      readonly type: 'output';
      readonly cell: CellInfo;
      readonly channel: 'stdout' | 'stderr' | 'display';
      readonly text: string;
      readonly late: boolean;
    }
  | {
      readonly type: 'cell-retry';
      readonly cell: CellInfo;
      readonly attempt: number;
      readonly of: number;
      readonly reason: string;
    }
  | { readonly type: 'cell-stop'; readonly cell: CellInfo; readonly reason: StopReason; readonly step: StopStep }
  | { readonly type: 'cell-end'; readonly cell: CellInfo; readonly status: CellStatus; readonly milliseconds: number }
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'run-end'; readonly outcome: RunOutcome };
