/** How long the runner waits for a kernel, all in milliseconds. */
export interface KernelTimings {
  /** For the first answer of a new kernel. One that keeps silent is started once more. */
  readonly start: number;
  /** How often a kernel that ends before it answers is started again with fresh ports. */
  readonly startAttempts: number;
  /** Between the steps of stopping a cell: interrupt, interrupt again, SIGTERM, SIGKILL. */
  readonly interruptStep: number;
  /** For a polite end; SIGTERM comes at half of it. */
  readonly shutdown: number;
  /** Silence on the output channel after which a barrier is sent for a status that is missing. */
  readonly quiet: number;
  /** For the answer to that barrier, counted from the last message. */
  readonly barrier: number;
  /** After the last cell, for errors of work that no cell has awaited. */
  readonly settle: number;
  /** After each cell, for the same reason. */
  readonly settleCell: number;
  /** For output that a dead process had already sent. */
  readonly drain: number;
}

export const defaultTimings: KernelTimings = {
  start: 60_000,
  startAttempts: 3,
  interruptStep: 5_000,
  shutdown: 5_000,
  quiet: 250,
  barrier: 10_000,
  settle: 200,
  settleCell: 0,
  drain: 200,
};
