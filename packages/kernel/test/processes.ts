import { readFileSync } from 'node:fs';
import type { KernelClient } from './client.js';

/** Processes as Linux shows them under /proc. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** The process in which a kernel runs its cells. */
export function executorOf(kernel: KernelClient): number {
  const [pid] = childrenOf(kernel.process.pid!);
  if (pid === undefined) throw new Error('the kernel has no executor');
  return pid;
}

/** Most memory that a process has held at a time, in MB. */
export function peakMemory(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1000;
}

/** A process that has ended but was not waited for does not count. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Milliseconds until the process is gone; throws after `limit`. */
export async function gone(pid: number, limit: number): Promise<number> {
  const start = Date.now();
  while (isRunning(pid)) {
    if (Date.now() - start > limit) throw new Error(`process ${pid} still runs after ${limit} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return Date.now() - start;
}
