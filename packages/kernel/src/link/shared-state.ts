/**
 * Numbers that the executor's main thread and its link thread share, so that the link thread can see what the main
 * thread is doing while that thread cannot answer.
 */
export const slots = {
  /** 1 while the main thread compiles: terminating it there would leave the compiler's state in pieces. */
  compiling: 0,
  /** Sequence number of the last command that the main thread began to handle. */
  handled: 1,
  /** The cell to interrupt; 0 for none. */
  interrupt: 2,
  /** The last cell that is finished and reported. */
  finished: 3,
  /** Number of the last probe that the main thread has answered. */
  probed: 4,
} as const;

export type SharedState = Int32Array;

export function createSharedState(): SharedState {
  return new Int32Array(new SharedArrayBuffer(Object.keys(slots).length * Int32Array.BYTES_PER_ELEMENT));
}
