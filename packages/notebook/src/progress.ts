import { randomUUID } from 'node:crypto';
import { kernelSink } from './display/kernel-sink.js';
import { element, escapeHtml } from './display/html.js';
import { type Output, type Sink } from './display/sink.js';
import { StudyError } from './study-error.js';

/** A bar below the cell that is updated in place. */
export type Progress = {
  /** Says that `steps` more (one if left out) are done; `note` replaces the text behind the bar. */
  advance(steps?: number, note?: string): void;
  /** Fills the bar and says how long it took. Called by itself when the last step is done. */
  finish(note?: string): void;
};

export type ProgressOptions = {
  sink?: Sink;
  /** Milliseconds that never go backwards. */
  clock?: () => number;
  /** Least milliseconds between two updates; 250 if left out. */
  interval?: number;
};

/** `850 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

type State = { label: string; done: number; total: number; elapsed: number; note: string };

function timeText({ done, total, elapsed }: State): string {
  if (done >= total) return `in ${durationText(elapsed)}`;
  return done === 0 ? 'starting' : `about ${durationText((elapsed / done) * (total - done))} left`;
}

function progressData(state: State): Output['data'] {
  const { label, done, total, note } = state;
  const words = `${label}: ${done} of ${total}, ${timeText(state)}${note === '' ? '' : `, ${note}`}`;
  const filled = Math.round((20 * done) / total);
  const bar = element('progress', { value: done, max: total, 'aria-label': label });
  const html = element('div', { class: 'atlas-progress' }, bar, ' ', element('span', {}, escapeHtml(words)));
  return { 'text/html': html, 'text/plain': `${'█'.repeat(filled)}${'░'.repeat(20 - filled)} ${words}` };
}

/**
 * Shows a bar for `total` steps. Updates are at least 250 ms apart, so that a fast loop does not flood the notebook;
 * the last one is always shown.
 *
 * @throws StudyError if `total` is not a whole number above 0.
 */
export function progress(total: number, label: string, options: ProgressOptions = {}): Progress {
  const { sink = kernelSink, clock = () => performance.now(), interval = 250 } = options;
  if (!Number.isInteger(total) || total < 1) {
    throw new StudyError(`progress("${label}") needs a whole number of steps above 0, found ${total}`);
  }
  const displayId = `progress-${randomUUID()}`;
  const started = clock();
  let shownAt = started;
  let done = 0;
  let note = '';
  let finished = false;
  const send = (update: boolean): void => {
    shownAt = clock();
    const state = { label, done, total, elapsed: shownAt - started, note };
    sink({ data: progressData(state), displayId, update });
  };
  const finish = (last = note): void => {
    if (finished) return;
    finished = true;
    note = last;
    done = total;
    send(true);
  };
  send(false);
  return {
    advance(steps = 1, text = note) {
      if (finished) return;
      done = Math.min(total, done + steps);
      note = text;
      if (done === total) finish();
      else if (clock() - shownAt >= interval) send(true);
    },
    finish,
  };
}
