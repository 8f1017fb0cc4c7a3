/** The exit codes of `atlas`. Where several apply, the first in this list is used. */
export const exitCode = {
  interrupted: 130,
  terminated: 143,
  /** Wrong usage, an unreadable notebook, an unusable kernel or schema. */
  usage: 2,
  /** A notebook failed, or the disk or another resource did. */
  failed: 1,
  /** Results do not match their schema. */
  invalidResults: 3,
  /** A verdict differs from the expected one. */
  unexpectedVerdict: 4,
  /** `verify` or `diff` found differences. */
  differences: 5,
  done: 0,
} as const;

const order: readonly number[] = Object.values(exitCode).filter((code) => code !== exitCode.done);

/** The exit code of several runs together. A code that is not in the list is a failure all the same. */
export function worst(codes: readonly number[]): number {
  return order.find((code) => codes.includes(code)) ?? codes.find((code) => code !== exitCode.done) ?? exitCode.done;
}

/** A mistake of the person at the terminal, or a file that cannot be used: the message alone is shown. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
