/** Everything that can keep a run from being done. */
export type FailureKind =
  | 'interrupted'
  | 'terminated'
  /** Wrong or unknown parameters, an unusable option. */
  | 'usage'
  | 'notebook-unreadable'
  | 'kernel-unusable'
  | 'contract-unusable'
  | 'cell-error'
  /** An error of work that its cell did not await: it came after the cell had replied. */
  | 'late-error'
  | 'cell-timeout'
  | 'run-deadline'
  | 'output-limit'
  | 'output-incomplete'
  | 'kernel-died'
  | 'out-of-memory'
  /** The machine that the run was on, in a cluster, is gone. */
  | 'node-lost'
  /** A file could not be written: a full disk, a folder without permission. */
  | 'resource'
  | 'results-invalid'
  | 'verdict-unexpected';

/** Where in a notebook something happened. Positions count from 0 for cells, from 1 for lines and columns. */
export interface CellPlace {
  readonly index: number;
  readonly id: string;
  readonly line?: number;
  readonly column?: number;
}

export interface Failure {
  readonly kind: FailureKind;
  /** What happened, what was expected, and the way out. */
  readonly message: string;
  readonly cell?: CellPlace;
  /** The error of the cell, as the kernel reported it. */
  readonly error?: { readonly name: string; readonly message: string; readonly traceback: readonly string[] };
}

const exitCodes: readonly (readonly [number, readonly FailureKind[]])[] = [
  [130, ['interrupted']],
  [143, ['terminated']],
  [2, ['usage', 'notebook-unreadable', 'kernel-unusable', 'contract-unusable']],
  [
    1,
    [
      'cell-error',
      'late-error',
      'cell-timeout',
      'run-deadline',
      'output-limit',
      'output-incomplete',
      'kernel-died',
      'out-of-memory',
      'node-lost',
      'resource',
    ],
  ],
  [3, ['results-invalid']],
  [4, ['verdict-unexpected']],
];

/** The exit code of a run; where several apply, the first of 130, 143, 2, 1, 3, 4. No failure gives 0. */
export function exitCodeOf(failures: readonly Failure[]): number {
  const found = exitCodes.find(([, kinds]) => failures.some((failure) => kinds.includes(failure.kind)));
  return found?.[0] ?? 0;
}
