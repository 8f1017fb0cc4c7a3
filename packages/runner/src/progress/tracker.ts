import { duration } from '../time.js';
import type { CellInfo, RunEvent } from './events.js';

/** How far one notebook has come. */
export interface NotebookProgress {
  readonly notebook: string;
  readonly startedAt: number;
  readonly expectedMilliseconds: number | undefined;
  phase: 'starting' | 'running' | 'done';
  cell: CellInfo | undefined;
  cellStartedAt: number;
  /** The last line that the cell printed, or the words of its progress bar. */
  note: string;
}

/** Follows the events of any number of runs. */
export class ProgressTracker {
  readonly #notebooks = new Map<string, NotebookProgress>();

  take(event: RunEvent): NotebookProgress | undefined {
    if (event.type === 'run-start') {
      this.#notebooks.set(event.notebook, {
        notebook: event.notebook,
        startedAt: event.at,
        expectedMilliseconds: event.expectedMilliseconds,
        phase: 'starting',
        cell: undefined,
        cellStartedAt: event.at,
        note: '',
      });
    }
    const progress = this.#notebooks.get(event.notebook);
    if (progress === undefined) return undefined;
    if (event.type === 'cell-start') {
      progress.phase = 'running';
      progress.cell = event.cell;
      progress.cellStartedAt = event.at;
      progress.note = '';
    } else if (event.type === 'output' && !event.late) {
      progress.note = lastLine(event.text) || progress.note;
    } else if (event.type === 'cell-end') progress.note = '';
    else if (event.type === 'run-end') progress.phase = 'done';
    return progress;
  }

  /** The notebooks that are not done, in the order in which they began. */
  running(): readonly NotebookProgress[] {
    return [...this.#notebooks.values()].filter(({ phase }) => phase !== 'done');
  }
}

/** One line on a notebook: which cell runs, for how long, how long that should take, and the same for the run. */
export function progressLine(progress: NotebookProgress, now: number): string {
  const whole = timing(now - progress.startedAt, progress.expectedMilliseconds);
  const { cell } = progress;
  if (cell === undefined) return `${progress.notebook}  starting the kernel, ${whole}`;
  const time = timing(now - progress.cellStartedAt, cell.expectedMilliseconds);
  const note = progress.note === '' ? '' : `  ${progress.note}`;
  return `${progress.notebook}  [${position(cell)}] ${cell.label}: ${time}; run ${whole}${note}`;
}

/** "34 s", or "34 s of about 50 s" where an earlier run tells. */
export function timing(milliseconds: number, expected: number | undefined): string {
  const soFar = duration(Math.max(0, milliseconds));
  return expected === undefined ? soFar : `${soFar} of about ${duration(expected)}`;
}

/** "3/12", padded so that the lines of a log stand below each other. */
export function position({ number, of }: CellInfo): string {
  return `${String(number).padStart(String(of).length)}/${of}`;
}

const controls = new RegExp('\\u001b\\[[0-9;]*[A-Za-z]|[\\u0000-\\u001f\\u007f]', 'g');

function lastLine(text: string): string {
  const lines = text.split(/[\n\r]/).filter((line) => line.trim() !== '');
  return (lines.at(-1) ?? '').replaceAll(controls, '').trim();
}
