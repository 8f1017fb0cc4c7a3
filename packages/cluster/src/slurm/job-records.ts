/** What Slurm knows of some tasks of a job array. */
export interface TaskRecord {
  /** Indices in the array; none where the record is about all tasks that have no record of their own. */
  readonly tasks: readonly number[];
  /** `PENDING`, `RUNNING`, `NODE_FAIL`, … */
  readonly state: string;
  readonly reason: string;
  /** Exit code and signal: `0:9`. */
  readonly exitCode: string;
  readonly node: string;
}

/** What Slurm puts in place of indices once all waiting tasks of an array were cancelled at once. */
const noIndex = '4294967294';

/** Reads what `scontrol --oneliner show job` prints. */
export function parseJobRecords(text: string): TaskRecord[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('JobId='))
    .map((line) => {
      const field = (name: string): string => new RegExp(`(?:^| )${name}=(\\S*)`).exec(line)?.[1] ?? '';
      return {
        tasks: field('ArrayTaskId') === noIndex ? [] : indices(field('ArrayTaskId')),
        state: field('JobState'),
        reason: field('Reason'),
        exitCode: field('ExitCode'),
        node: field('NodeList'),
      };
    });
}

/** The indices in `7`, `0-3,8` or, where at most five run at once, `4-99%5`. */
export function indices(text: string): number[] {
  const [list = ''] = text.split('%');
  return list
    .split(',')
    .filter((part) => /^\d+(-\d+)?(:\d+)?$/.test(part))
    .flatMap((part) => {
      const [range = '', step = '1'] = part.split(':');
      const [first = 0, last = first] = range.split('-').map(Number);
      const count = Math.floor((last - first) / Number(step)) + 1;
      return Array.from({ length: count }, (_, position) => first + position * Number(step));
    });
}
