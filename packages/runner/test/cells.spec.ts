import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeCell, hasty, notebookOf, run, temporaryFolder, textOf } from './support.js';

const failing = [{ error: { ename: 'ValueError', evalue: 'bad' } }];

describe('cell tags', () => {
  it('skips a cell tagged skip-execution', async () => {
    const { outcome, executed } = await run(
      notebookOf([{ source: [{ print: 'x' }], tags: ['skip-execution'] }, [{ print: 'y' }]]),
    );
    expect(outcome.cells.map(({ status }) => status)).toEqual(['skipped', 'passed']);
    expect(codeCell(executed(), 0)).toMatchObject({ outputs: [], execution_count: null });
  });

  it('goes on after an error in a cell tagged raises-exception, and remarks on one that raises none', async () => {
    const { outcome, executed } = await run(
      notebookOf([
        { source: failing, tags: ['raises-exception'] },
        { source: [{ print: 'fine' }], tags: ['raises-exception'] },
      ]),
    );
    expect(outcome.status).toBe('passed');
    expect(codeCell(executed(), 0).outputs).toMatchObject([{ output_type: 'error', ename: 'ValueError' }]);
    expect(outcome.notices).toEqual(['cell 2 is tagged "raises-exception" and raised none']);
  });

  it('tries a cell tagged for it again, keeps only the last attempt, and says so', async () => {
    const marker = join(temporaryFolder(), 'marker');
    const { outcome, executed, record } = await run(
      notebookOf([{ source: [{ print: 'trying' }, { failOnce: marker }], tags: ['retries:2'] }]),
    );
    expect(outcome.status).toBe('passed');
    expect(outcome.cells[0]?.attempts).toBe(2);
    expect(outcome.notices[0]).toContain('failed in attempt 1 of 3');
    expect(codeCell(executed(), 0).outputs).toEqual([{ output_type: 'stream', name: 'stdout', text: ['trying'] }]);
    expect(codeCell(executed(), 0).metadata).toMatchObject({ atlas: { attempts: 2 } });
    expect(record().cells[0]?.attempts).toBe(2);
  });

  it('gives up after the last attempt', async () => {
    const { outcome } = await run(notebookOf([{ source: failing, tags: ['retries:1'] }]));
    expect(outcome.cells[0]).toMatchObject({ status: 'failed', attempts: 2 });
    expect(outcome.failures).toHaveLength(1);
  });
});

describe('what arrives after its cell has finished', () => {
  it('stays with the cell that caused it, and is flagged', async () => {
    const { outcome, executed } = await run(
      notebookOf([[{ late: { after: 100, then: [{ print: 'late' }] } }], [{ sleep: 400 }, { print: 'own' }]]),
    );
    expect(outcome.status).toBe('passed');
    expect(textOf(executed(), 0)).toBe('late');
    expect(textOf(executed(), 1)).toBe('own');
    expect(outcome.cells[0]?.lateOutput).toBe(true);
    expect(codeCell(executed(), 0).metadata).toMatchObject({ atlas: { late_output: true } });
  });

  it('fails the run if it is an error, and names the cell that caused it', async () => {
    const late = { late: { after: 50, then: [{ error: { ename: 'Rejection', evalue: 'nobody waited' } }] } };
    const { outcome } = await run(notebookOf([[late], [{ sleep: 300 }], [{ print: 'never' }]]));
    expect(outcome.failures).toMatchObject([{ kind: 'late-error', cell: { index: 0 } }]);
    expect(outcome.cells.map(({ status }) => status)).toEqual(['failed', 'passed', 'not run']);
    expect(outcome.exitCode).toBe(1);
  });

  it('fails the run also when the error comes after the last cell', async () => {
    const late = { late: { after: 50, then: [{ error: { ename: 'Rejection', evalue: 'nobody waited' } }] } };
    const { outcome } = await run(notebookOf([[late]]), { timings: { ...hasty, settle: 400 } });
    expect(outcome.failures).toMatchObject([{ kind: 'late-error', cell: { index: 0 } }]);
  });
});

describe('what a kernel writes beside the protocol', () => {
  it('goes into the log, also when nobody reads it during the run', async () => {
    const { outcome } = await run(notebookOf([[{ ownOutput: 'a native library speaks\n' }, { sleep: 50 }]]));
    expect(readFileSync(outcome.files.log ?? '', 'utf8')).toContain('a native library speaks');
  });
});

describe('the executed notebook', () => {
  it('carries what papermill records: parameters, times and the status of each cell', async () => {
    const { executed } = await run(notebookOf([{ source: '[]', tags: ['parameters'] }, failing, [{ print: 'never' }]]));
    const metadata = executed().metadata['papermill'];
    expect(metadata).toMatchObject({ exception: true, parameters: {} });
    const statuses = executed().cells.map((cell) => (cell.metadata['papermill'] as { status: string }).status);
    expect(statuses).toEqual(['completed', 'failed', 'pending']);
    expect(executed().metadata).toMatchObject({ language_info: { name: 'typescript' }, kernelspec: { name: 'fake' } });
  });
});
