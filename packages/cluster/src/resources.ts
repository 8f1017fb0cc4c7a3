import { ClusterError } from './cluster-error.js';

/** What one run may use. What is left out, the cluster decides. */
export interface Resources {
  /** Wall-clock time. */
  readonly seconds?: number;
  readonly memoryMegabytes?: number;
  readonly cores?: number;
  /** No other job on the node: for runs that measure time. */
  readonly alone?: boolean;
}

/** The same as people write it, in a notebook's contract or on the command line. */
export interface ResourceTexts {
  readonly time?: string;
  readonly memory?: string;
  readonly cores?: number;
}

const clock = /^(?:(\d+)-)?(\d+):([0-5]?\d):([0-5]?\d)$/;
const megabytes: Readonly<Record<string, number>> = { M: 1, G: 1024, T: 1024 * 1024 };

/**
 * A time in seconds: `90` minutes, `1:30:00` hours, minutes and seconds, `2-00:00:00` with days, as Slurm writes them.
 * @throws ClusterError for anything else, and for no time at all
 */
export function secondsOf(text: string): number {
  const [, days = '0', hours, minutes, rest] = clock.exec(text) ?? [];
  const seconds = /^\d+$/.test(text)
    ? Number(text) * 60
    : Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  if (seconds > 0) return seconds;
  throw new ClusterError(
    'usage',
    `time: expected minutes ("90") or hours, minutes and seconds ("1:30:00", "2-00:00:00"), found "${text}"`,
  );
}

/** Megabytes of `800M`, `4G`, `1T`. @throws ClusterError for anything else, and for no memory at all */
export function megabytesOf(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+)([MGT])B?$/i.exec(text) ?? [];
  const found = Number(amount) * (megabytes[unit.toUpperCase()] ?? 0);
  if (found > 0) return found;
  throw new ClusterError('usage', `memory: expected a size such as "800M" or "4G", found "${text}"`);
}

/** Reads the texts. @throws ClusterError */
export function resourcesOf({ time, memory, cores }: ResourceTexts): Resources {
  return {
    ...(time === undefined ? {} : { seconds: secondsOf(time) }),
    ...(memory === undefined ? {} : { memoryMegabytes: megabytesOf(memory) }),
    ...(cores === undefined ? {} : { cores }),
  };
}

/** Seconds as Slurm reads them: `26:30:00`. */
export function clockText(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.ceil(seconds % 60)];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
