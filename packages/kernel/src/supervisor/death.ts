import { constants } from 'node:os';
import type { ErrorReport } from '../link/messages.js';
import type { ExecutorExit } from './executor-process.js';

/** What to tell the user when the process that ran the cells is gone. */
export function describeDeath(exit: ExecutorExit, requestedCode: number | undefined): ErrorReport {
  const evalue = reason(exit, requestedCode);
  return {
    ename: 'KernelDied',
    evalue,
    traceback: [`KernelDied: ${evalue}`, 'All variables are lost. Restart the kernel to go on.'],
  };
}

function reason(exit: ExecutorExit, requestedCode: number | undefined): string {
  if (requestedCode !== undefined) return `the notebook's process ended itself with exit code ${requestedCode}.`;
  switch (exit.signal) {
    case null:
      return `the notebook's process ended unexpectedly with exit code ${exit.code ?? 'unknown'}.`;
    case 'SIGKILL':
      return "the notebook's process was killed (SIGKILL); the usual cause is that the machine ran out of memory.";
    case 'SIGABRT':
      return 'the notebook\'s process aborted (SIGABRT); if stderr says "heap out of memory", start the kernel with NODE_OPTIONS=--max-old-space-size=<MiB>.';
    case 'SIGSEGV':
    case 'SIGBUS':
    case 'SIGILL':
      return `native code crashed in the notebook's process (${exit.signal}).`;
    default:
      return `the notebook's process was ended by ${exit.signal}.`;
  }
}

/**
 * The exit code that says how the executor ended: its own, or 128 and the number of the signal, as shells count.
 * The kernel does not end itself by the same signal, because then the last messages would not be delivered.
 */
export function exitCodeLike({ code, signal }: ExecutorExit): number {
  return signal === null ? (code ?? 1) : 128 + constants.signals[signal];
}
