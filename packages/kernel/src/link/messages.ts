import type { MimeBundle } from '../protocol/message.js';

/** What the supervisor asks of the executor. One JSON document a line. */
export type Command =
  | {
      readonly type: 'execute';
      /** Counts every execution of this kernel, stored in the history or not; names the owner of its output. */
      readonly cell: number;
      /** The file name that stack traces show, for instance `cell-3.ts`. */
      readonly label: string;
      readonly code: string;
      readonly expressions: Readonly<Record<string, string>>;
    }
  | { readonly type: 'complete'; readonly id: number; readonly code: string; readonly cursor: number }
  | { readonly type: 'inspect'; readonly id: number; readonly code: string; readonly cursor: number }
  | { readonly type: 'isComplete'; readonly id: number; readonly code: string }
  | { readonly type: 'interrupt'; readonly cell: number }
  | { readonly type: 'shutdown' };

/** A place in the TypeScript of a cell; line and column count from 1. */
export interface CellPosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An error as Jupyter shows it, with the place in the cell where it arose. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
  readonly position?: CellPosition;
}

export interface RichValue {
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export type ExpressionResult = ({ readonly status: 'ok' } & RichValue) | ({ readonly status: 'error' } & ErrorReport);

export type CellOutcome =
  | { readonly status: 'ok'; readonly expressions: Readonly<Record<string, ExpressionResult>> }
  | { readonly status: 'error'; readonly error: ErrorReport };

/** What the executor reports, beside its two text streams. */
export type ExecutorEvent =
  | { readonly type: 'ready' }
  | {
      readonly type: 'display';
      readonly content: RichValue & { readonly transient: Readonly<Record<string, unknown>> };
      readonly update: boolean;
    }
  | { readonly type: 'clear'; readonly wait: boolean }
  | { readonly type: 'result'; readonly content: RichValue }
  | { readonly type: 'lateError'; readonly error: ErrorReport }
  | { readonly type: 'done'; readonly outcome: CellOutcome }
  | { readonly type: 'answer'; readonly id: number; readonly content: Readonly<Record<string, unknown>> }
  | { readonly type: 'exiting'; readonly code: number };
