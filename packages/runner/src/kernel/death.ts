import { readFileSync } from 'node:fs';

/** How a kernel process ended. */
export interface KernelExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Why a kernel ended, in words. */
export interface Death extends KernelExit {
  readonly outOfMemory: boolean;
  readonly message: string;
  /** The last lines that the process wrote to its own standard output and error. */
  readonly lastLines: string;
}

const memoryComplaint = /out of memory|bad_alloc|MemoryError|cannot allocate memory|allocation failed/i;

/**
 * Explains the end of a kernel process. A kill by the operating system for lack of memory shows in the control group's
 * count of such kills; Node, Python and C++ programs that fail an allocation say so before they abort.
 */
export function explainDeath({ code, signal }: KernelExit, lastLines: string, memoryKills: number): Death {
  const exit = { code, signal };
  const killed = exit.signal === 'SIGKILL' || exit.code === 137;
  const outOfMemory = (killed && memoryKills > 0) || (exit.code !== 0 && memoryComplaint.test(lastLines));
  const how =
    exit.signal === null ? `exited with code ${exit.code ?? 'unknown'}` : `was ended by the signal ${exit.signal}`;
  const why = outOfMemory
    ? ': it ran out of memory. Give it more, or let the cell hold less at a time'
    : killed
      ? '. The operating system does this when memory runs out; someone may also have killed it'
      : '';
  return { ...exit, outOfMemory, lastLines, message: `the kernel ${how}${why}` };
}

/** The line in which a process says that memory ran out, where it does. */
export function memoryComplaintIn(lines: string): string | undefined {
  return lines
    .split('\n')
    .find((line) => memoryComplaint.test(line))
    ?.trim();
}

/** How many processes of this control group the operating system has killed for lack of memory; 0 where it cannot be known. */
export function memoryKillCount(): number {
  try {
    const group = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? '';
    const events = readFileSync(`/sys/fs/cgroup${group === '/' ? '' : group}/memory.events`, 'utf8');
    return Number(/^oom_kill (\d+)$/m.exec(events)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
