import { readFileSync } from 'node:fs';
import { isObject } from '@atlas/schemas';
import type { Layout } from '../files/layout.js';

/** Milliseconds that each cell took in earlier runs, by cell id: the last complete run's, where newer the last record's. */
export function expectedTimes(layout: Layout): Map<string, number> {
  const times = new Map<string, number>();
  const measured = read(layout.measurements)['cells'];
  if (isObject(measured)) for (const [id, seconds] of Object.entries(measured)) note(times, id, seconds);
  const recorded = read(layout.record)['cells'];
  for (const cell of Array.isArray(recorded) ? recorded : []) {
    if (isObject(cell) && typeof cell['id'] === 'string' && cell['status'] === 'passed')
      note(times, cell['id'], cell['seconds']);
  }
  return times;
}

function note(times: Map<string, number>, id: string, seconds: unknown): void {
  if (typeof seconds === 'number' && seconds >= 0) times.set(id, seconds * 1000);
}

/** An earlier run that cannot be read only means that nothing is expected. */
function read(file: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isObject(content) ? content : {};
  } catch {
    return {};
  }
}
