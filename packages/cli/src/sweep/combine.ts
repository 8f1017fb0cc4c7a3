import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { exitCodeOf, writeAtomically, WriteError, type RunOutcome } from '@atlas/runner';
import {
  canonicalJson,
  combineRuns,
  formatProblem,
  parseResultFile,
  seedParameter,
  validateSweepFile,
  type MeasuredRun,
} from '@atlas/schemas';
import { exitCode, worst } from '../exit-code.js';
import { type NotebookPlan, type PlannedRun, pointName } from './plan.js';
import { pointsText } from './points-text.js';

/** What a sweep as a whole came to. */
export type SweepOutcome = {
  /** The combined file; missing where it could not be written. */
  readonly file?: string;
  readonly exitCode: number;
  /** For people: the claims at each point, and what is wrong. */
  readonly text: string;
};

/**
 * In a sweep over seeds no single run decides a claim: an unexpected verdict of one run is none of the sweep, whose
 * verdicts are those of all seeds together.
 */
export function withoutVerdictsOfOneSeed(outcome: RunOutcome, plan: NotebookPlan): RunOutcome {
  if (plan.sweep?.swept[seedParameter] === undefined) return outcome;
  const failures = outcome.failures.filter(({ kind }) => kind !== 'verdict-unexpected');
  const status = failures.length === 0 ? 'passed' : outcome.status;
  return { ...outcome, failures, status, exitCode: exitCodeOf(failures), unexpected: [] };
}

/** Combines the runs of a sweep into one file, `sweep.json` in the sweep's folder. */
export function combineSweep(plan: NotebookPlan, outcomes: ReadonlyMap<string, RunOutcome>): SweepOutcome | undefined {
  const { sweep } = plan;
  if (sweep === undefined) return undefined;
  const { folder, contract, ...what } = sweep;
  const file = join(folder, 'sweep.json');
  if (contract === undefined) {
    return { exitCode: exitCode.done, text: `${sweep.notebook} has no contract, so its runs are not combined\n` };
  }
  const runs = plan.runs.map((run) => measured(folder, run, outcomes.get(run.label)));
  const { file: document, problems, unexpected } = combineRuns(contract, what, runs);
  const wrong = [...problems, ...validateSweepFile(document)];
  const lines = [
    ...wrong.map((problem) => `${sweep.notebook}, all seeds: results invalid: ${formatProblem(problem)}`),
    ...unexpected.map(
      ({ claim, expected, found, reason, parameters }) =>
        `${sweep.notebook} ${pointName(parameters)}, all seeds: claim "${claim}": expected "${expected}", found "${found}": ${reason}`,
    ),
  ];
  const codes = [
    ...(wrong.length > 0 ? [exitCode.invalidResults] : []),
    ...(unexpected.length > 0 ? [exitCode.unexpectedVerdict] : []),
  ];
  try {
    // A combination that does not match its form would deceive: the one of an earlier sweep too.
    if (wrong.length > 0) rmSync(file, { force: true });
    else writeAtomically(file, canonicalJson(document));
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    return { exitCode: worst([...codes, exitCode.failed]), text: `${error.message}\n` };
  }
  const written = wrong.length > 0 ? [] : [`combined results: ${file}`];
  const text = `${[pointsText(document), ...lines, ...written].filter((part) => part !== '').join('\n')}\n`;
  return { ...(wrong.length > 0 ? {} : { file }), exitCode: worst(codes), text };
}

function measured(folder: string, run: PlannedRun, outcome: RunOutcome | undefined): MeasuredRun {
  if (outcome === undefined) return { run: { parameters: run.point, status: 'not run' } };
  const results = outcome.files.results;
  const usable = results !== undefined && outcome.problems.length === 0 && existsSync(results);
  const reason = outcome.failures[0]?.message;
  return {
    run: {
      parameters: run.point,
      status: outcome.status,
      ...(reason === undefined ? {} : { reason }),
      ...(usable ? { results: relative(folder, results).split(sep).join('/') } : {}),
    },
    ...(usable ? { file: parseResultFile(JSON.parse(readFileSync(results, 'utf8')), results) } : {}),
  };
}
