import { describe, expect, it } from 'vitest';
import type { PendingReply } from '../src/kernel/kernel.js';
import { InProcessKernel } from './in-process-kernel.js';
import { notebookOf, run, type CellSource } from './support.js';

/** Notes the cells that it is sent. */
class NotingKernel extends InProcessKernel {
  constructor(readonly notes: string[]) {
    super();
  }

  override request(channel: string, type: string, content: { code?: string }): PendingReply {
    if (type === 'execute_request') this.notes.push(`sent ${content.code ?? ''}`);
    return super.request(channel, type, content);
  }
}

async function orderOf(cells: readonly CellSource[]): Promise<string[]> {
  const notes: string[] = [];
  await run(notebookOf(cells), {
    startKernel: () => Promise.resolve(new NotingKernel(notes)),
    onEvent: (event) => {
      if (event.type === 'cell-start') notes.push(`started ${event.cell.id}`);
      if (event.type === 'output') notes.push(`output of ${event.cell.id}`);
      if (event.type === 'cell-end') notes.push(`${event.status} ${event.cell.id}`);
    },
  });
  return notes;
}

describe('the order of what happens', () => {
  it('sends a cell before the end of the one before is saved and reported, and reports in order', async () => {
    expect(await orderOf(['a', 'b', { source: 'c', tags: ['skip-execution'] }, 'd'])).toEqual([
      'sent a',
      'started c0',
      'output of c0',
      'sent b',
      'passed c0',
      'started c1',
      'output of c1',
      'passed c1',
      'skipped c2',
      'sent d',
      'started c3',
      'output of c3',
      'passed c3',
    ]);
  });

  it('sends nothing after an error, unless the cell may end with one', async () => {
    expect(await orderOf([{ source: 'throw', tags: ['raises-exception'] }, 'throw', 'never'])).toEqual([
      'sent throw',
      'started c0',
      'output of c0',
      'sent throw',
      'passed c0',
      'started c1',
      'output of c1',
      'failed c1',
    ]);
  });
});
