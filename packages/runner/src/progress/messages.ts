import { duration } from '../time.js';
import type { RunEvent } from './events.js';
import { position, timing } from './tracker.js';

/** Runs of at least this length are worth a line of their own when a cell of theirs ends well. */
const worthALine = 500;

/**
 * What an event adds to the log: nothing, a line, or several. With `every` each cell gets its line, otherwise only
 * those that took their time or did not pass.
 */
export function logLines(event: RunEvent, every: boolean): string[] {
  const head = event.notebook;
  switch (event.type) {
    case 'run-start': {
      const expected =
        event.expectedMilliseconds === undefined
          ? ''
          : `, expected to take about ${duration(event.expectedMilliseconds)}`;
      return [`${head}  ${event.cells} cells, profile ${event.profile}${expected}`];
    }
    case 'kernel-retry':
      return [`${head}  the kernel is started again: ${event.reason}`];
    case 'kernel-ready':
      return every ? [`${head}  kernel ready after ${duration(event.milliseconds)}`] : [];
    case 'cell-retry':
      return [
        `${head}  [${position(event.cell)}] ${event.cell.label}: attempt ${event.attempt} of ${event.of}, after ${event.reason}`,
      ];
    case 'cell-stop':
      return [`${head}  [${position(event.cell)}] ${event.cell.label}: ${event.step}: ${event.reason.message}`];
    case 'cell-end': {
      if (!every && event.status === 'passed' && event.milliseconds < worthALine) return [];
      const time = timing(event.milliseconds, event.cell.expectedMilliseconds);
      return [
        `${head}  [${position(event.cell)}] ${event.cell.label}: ${event.status}${event.status === 'skipped' ? '' : ` in ${time}`}`,
      ];
    }
    case 'notice':
      return [`${head}  note: ${event.message}`];
    case 'run-end':
      return [`${head}  ${event.outcome.status} in ${duration(event.outcome.milliseconds)}`];
    default:
      return [];
  }
}
