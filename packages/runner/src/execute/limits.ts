/** How much output a run keeps. */
export interface OutputLimits {
  /** Bytes that one cell may keep. */
  readonly cellBytes: number;
  /** Messages that one cell may send. */
  readonly cellMessages: number;
  /** Bytes that all cells together may keep. */
  readonly runBytes: number;
}

export const defaultLimits: OutputLimits = {
  cellBytes: 64 * 1024 * 1024,
  cellMessages: 1_000_000,
  runBytes: 256 * 1024 * 1024,
};

/** What all cells of a run have kept so far. */
export class OutputBudget {
  bytes = 0;

  constructor(readonly limits: OutputLimits) {}
}

/** A size in words, in powers of 1024. */
export function byteText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const units = ['KiB', 'MiB', 'GiB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Number(value.toPrecision(3))} ${units[unit]}`;
}
