import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { exitCodeOf, layoutOf, writeAtomically, WriteError, type Failure, type RunOutcome } from '@atlas/runner';
import { validateRunRecord, type RunRecord } from '@atlas/schemas';
import type { ClusterRun } from './plan.js';
import { readJson } from './shared-folder.js';

const lastLines = 5;

/**
 * The outcome of a run whose task is over and has left none. What was saved before, the record with the cells that
 * were done and the log, goes where a local run would have put it.
 *
 * @param work where the task wrote its files
 * @param slurmLog what the task's process printed
 */
export function lostOutcome(run: ClusterRun, failure: Failure, work: string, slurmLog: string): RunOutcome {
  const notebook = basename(run.path, '.ipynb');
  const from = layoutOf(work, run.profile, notebook);
  const to = layoutOf(run.out, run.profile, notebook);
  const printed = existsSync(slurmLog) ? readFileSync(slurmLog, 'utf8') : '';
  const tail = printed.trimEnd().split('\n').slice(-lastLines).join('\n');
  const reason = { ...failure, message: tail === '' ? failure.message : `${failure.message}. Its log ends:\n${tail}` };
  const failures: Failure[] = [reason];
  const exitCode = exitCodeOf(failures);
  const saved = savedRecord(from.record);
  const record: RunRecord = {
    ...(saved ?? emptyRecord(run, notebook)),
    status: failure.kind === 'interrupted' || failure.kind === 'terminated' ? 'interrupted' : 'failed',
    error: { name: failure.kind, message: reason.message, traceback: [] },
    exitCode,
  };
  try {
    if (existsSync(from.executed)) writeAtomically(to.executed, readFileSync(from.executed));
    writeAtomically(to.record, `${JSON.stringify(record, null, 2)}\n`);
    writeAtomically(to.log, printed);
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    failures.push({ kind: 'resource', message: error.message });
  }
  return {
    notebook,
    path: run.path,
    profile: run.profile,
    parameters: run.parameters,
    status: record.status === 'interrupted' ? 'interrupted' : 'failed',
    failures,
    notices: [],
    exitCode: exitCodeOf(failures),
    cells: record.cells.map(({ index, id, status, seconds, attempts }) => ({
      index,
      id,
      label: id,
      status,
      ...(seconds === undefined ? {} : { milliseconds: 1000 * seconds }),
      attempts: attempts ?? 1,
      lateOutput: false,
      reused: false,
    })),
    claims: [],
    problems: [],
    unexpected: [],
    files: { artifacts: [], record: to.record, log: to.log },
    startedAt: new Date(record.started),
    milliseconds: Math.max(0, Date.now() - Date.parse(record.started)),
  };
}

function savedRecord(file: string): RunRecord | undefined {
  if (!existsSync(file)) return undefined;
  const document = readJson(file);
  return validateRunRecord(document).length === 0 ? (document as RunRecord) : undefined;
}

function emptyRecord({ profile, parameters }: ClusterRun, notebook: string): RunRecord {
  const started = new Date().toISOString();
  return {
    schemaVersion: 1,
    notebook,
    profile,
    parameters,
    status: 'failed',
    reused: false,
    started,
    cells: [],
    problems: [],
    unexpected: [],
  };
}
