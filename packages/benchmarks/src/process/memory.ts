import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const STATUS = '/proc/self/status';

/** Starts a new peak of this process's memory, where the system keeps one (Linux). */
export function resetPeak(): void {
  if (existsSync('/proc/self/clear_refs')) writeFileSync('/proc/self/clear_refs', '5');
}

/** Bytes in memory now, and the most since the last reset; undefined where the system does not tell. */
export function residentBytes(): { now: number; peak: number } | undefined {
  if (!existsSync(STATUS)) return undefined;
  const status = readFileSync(STATUS, 'utf8');
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  const [now, peak] = [1024 * kilobytes('VmRSS'), 1024 * kilobytes('VmHWM')];
  return Number.isNaN(now) || Number.isNaN(peak) ? undefined : { now, peak };
}
