import type { RunEvent } from './events.js';
import { logLines } from './messages.js';
import { ProgressTracker, progressLine } from './tracker.js';

/** Where progress is written to: a terminal, or anything else that takes text. */
export interface ProgressStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface ReporterOptions {
  readonly stream: ProgressStream;
  /** Shows what cells print, as they print it. */
  readonly live?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Shows the progress of any number of runs. */
export interface ProgressReporter {
  readonly onEvent: (event: RunEvent) => void;
  /** Draws again: time passes also while nothing happens. Called by a timer of its own. */
  tick(): void;
  /** Ends the timer and leaves the terminal as it was. */
  close(): void;
}

const redraw = 500;
/** In a log a cell that runs on is mentioned this often, so that nobody thinks it hangs. */
const heartbeat = 30_000;

/** Progress for a terminal (lines that change in place below a log) or for a log (only lines that stay). */
export function progressReporter({ stream, live = false, now = Date.now }: ReporterOptions): ProgressReporter {
  const tracker = new ProgressTracker();
  const terminal = stream.isTTY === true;
  let drawn = 0;
  let heartbeatAt = now();
  const erase = (): string => (drawn === 0 ? '' : `\u001b[${drawn}A\u001b[J`);
  const draw = (permanent: string): void => {
    const width = Math.max(20, (stream.columns ?? 80) - 1);
    const lines = terminal ? tracker.running().map((progress) => cut(progressLine(progress, now()), width)) : [];
    const text = `${erase()}${permanent}${lines.map((line) => `${line}\n`).join('')}`;
    drawn = lines.length;
    if (text !== '') stream.write(text);
  };
  const tick = (): void => {
    if (terminal) draw('');
    else if (now() - heartbeatAt >= heartbeat) {
      heartbeatAt = now();
      for (const progress of tracker.running()) stream.write(`${progressLine(progress, now())}\n`);
    }
  };
  const timer = setInterval(tick, redraw);
  timer.unref();
  return {
    onEvent(event) {
      tracker.take(event);
      // With several notebooks at once, every line has to say whose it is.
      const margin = tracker.running().length > 1 ? `${event.notebook} | ` : '    ';
      const printed = live && event.type === 'output' ? indented(event.text, margin) : '';
      const lines = logLines(event, !terminal).map((line) => `${line}\n`);
      if (event.type !== 'output') heartbeatAt = now();
      if (printed !== '' || lines.length > 0) draw(printed + lines.join(''));
    },
    tick,
    close() {
      clearInterval(timer);
      if (drawn > 0) stream.write(erase());
      drawn = 0;
    },
  };
}

function cut(line: string, width: number): string {
  const characters = [...line];
  return characters.length <= width ? line : `${characters.slice(0, width - 1).join('')}…`;
}

function indented(text: string, margin: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line) => `${margin}${line}\n`).join('');
}
