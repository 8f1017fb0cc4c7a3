import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  exitCodeOf,
  layoutOf,
  readContract,
  writeAtomically,
  WriteError,
  type Failure,
  type Layout,
  type RunOutcome,
} from '@atlas/runner';
import { formatProblem, parseResultFile, validateResults, type Problem } from '@atlas/schemas';
import type { ClusterRun } from './plan.js';

/** An outcome with another list of failures, and what follows from it. */
export function withFailures(outcome: RunOutcome, failures: readonly Failure[]): RunOutcome {
  const interrupted = failures.some(({ kind }) => kind === 'interrupted' || kind === 'terminated');
  const status = interrupted ? 'interrupted' : failures.length > 0 ? 'failed' : 'passed';
  return { ...outcome, failures, status, exitCode: exitCodeOf(failures) };
}

/**
 * Brings the files of a run from the shared folder to where a local run would have written them. The results are
 * validated once more, against the contract that was submitted: what a file system has spoilt is not published.
 *
 * @param work where the task wrote its files
 * @param contractFile the contract as it was submitted
 */
export function collect(run: ClusterRun, outcome: RunOutcome, work: string, contractFile: string): RunOutcome {
  const from = layoutOf(work, run.profile, outcome.notebook);
  const to = layoutOf(run.out, run.profile, outcome.notebook);
  const { files } = outcome;
  try {
    const problems = files.results === undefined ? [] : problemsOf(from, outcome, contractFile);
    if (problems.length > 0) {
      const message = `the results in ${from.results} do not match their contract:\n${problems.map(formatProblem).join('\n')}`;
      return withFailures({ ...outcome, problems }, [...outcome.failures, { kind: 'results-invalid', message }]);
    }
    const artifacts = files.results === undefined ? [] : Object.keys(outcome.results?.artifacts ?? {});
    for (const name of artifacts) copy(join(from.artifacts, name), join(to.artifacts, name));
    if (files.measurements !== undefined) copy(from.measurements, to.measurements);
    for (const kind of ['executed', 'record', 'log'] as const) if (existsSync(from[kind])) copy(from[kind], to[kind]);
    // The results come last: where they are new, all that they refer to is there.
    if (files.results !== undefined) copy(from.results, to.results);
    return { ...outcome, files: placesIn(to, outcome, artifacts) };
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    return withFailures(outcome, [...outcome.failures, { kind: 'resource', message: error.message }]);
  }
}

function problemsOf(from: Layout, outcome: RunOutcome, contractFile: string): Problem[] {
  const contract = readContract(contractFile);
  if (contract === undefined) return [{ pointer: '', message: `has no contract ${contractFile} any more` }];
  const document: unknown = JSON.parse(readFileSync(from.results, 'utf8'));
  const problems = validateResults(contract, document);
  if (problems.length > 0) return problems;
  const { artifacts } = parseResultFile(document, from.results);
  return Object.entries(artifacts).flatMap(([name, { sha256 }]) => {
    const file = join(from.artifacts, name);
    const found = existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'no file';
    return found === sha256 ? [] : [{ pointer: `/artifacts/${name}`, message: `expected ${sha256}, found ${found}` }];
  });
}

function placesIn(to: Layout, { files }: RunOutcome, artifacts: readonly string[]): RunOutcome['files'] {
  return {
    artifacts: artifacts.map((name) => join(to.artifacts, name)),
    ...(files.results === undefined ? {} : { results: to.results }),
    ...(files.measurements === undefined ? {} : { measurements: to.measurements }),
    ...(existsSync(to.executed) ? { executed: to.executed } : {}),
    ...(existsSync(to.record) ? { record: to.record } : {}),
    ...(existsSync(to.log) ? { log: to.log } : {}),
  };
}

function copy(from: string, to: string): void {
  writeAtomically(to, readFileSync(from));
}

/** Keeps a file as it is now, for a later look; a file that is not there is left out. */
export function keepCopy(from: string, to: string): void {
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
