import { EvidenceError } from '../claims/evidence-error.js';
import { type NotebookContract } from '../contract/contract.js';
import { type Profile } from '../contract/profile.js';
import { type ClaimRecord, type ResultFile } from '../documents/result-file.js';
import { canonicalJson } from '../json/canonical.js';
import { type JsonObject, type JsonValue } from '../json/json.js';
import { pointer } from '../json/pointer.js';
import { type Problem } from '../json/problem.js';
import { recordClaim } from '../results/record-claim.js';
import { type UnexpectedVerdict } from '../results/unexpected-verdicts.js';
import { combineEvidence } from './combine-evidence.js';
import { summariseNumbers } from './summarise-numbers.js';
import { seedParameter, type SweepFile, type SweepPoint, type SweepRun } from './sweep-file.js';

/** A run of a sweep together with what it measured, where it has results. */
export type MeasuredRun = { run: SweepRun; file?: ResultFile };

/** What a sweep varies. */
export type SweepPlan = {
  notebook: string;
  profile: Profile;
  swept: { [parameter: string]: JsonValue[] };
  fixed: JsonObject;
};

/** An asserted verdict that all seeds of a point together do not reach. */
export type UnexpectedInSweep = UnexpectedVerdict & { parameters: JsonObject; reason: string };

export type CombinedSweep = { file: SweepFile; problems: Problem[]; unexpected: UnexpectedInSweep[] };

/** Runs that differ in nothing but the seed, in the order of the sweep. */
function repetitions(runs: readonly MeasuredRun[]): MeasuredRun[][] {
  const groups = new Map<string, MeasuredRun[]>();
  for (const measured of runs) {
    const { [seedParameter]: _seed, ...others } = measured.run.parameters;
    const key = canonicalJson(others);
    groups.set(key, [...(groups.get(key) ?? []), measured]);
  }
  return [...groups.values()];
}

function seedsOf(runs: readonly MeasuredRun[], withResults: boolean): number[] {
  return runs
    .filter(({ file }) => (file !== undefined) === withResults)
    .map(({ run }) => run.parameters[seedParameter])
    .filter((seed): seed is number => typeof seed === 'number');
}

function pointOf(
  contract: NotebookContract,
  group: readonly MeasuredRun[],
  index: number,
): { point: SweepPoint; problems: Problem[] } {
  const { [seedParameter]: _seed, ...parameters } = group[0]?.run.parameters ?? {};
  const files = group.flatMap(({ file }) => file ?? []);
  const claims: { [id: string]: ClaimRecord } = {};
  const problems: Problem[] = [];
  for (const [id, declaration] of Object.entries(contract.atlas.claims)) {
    const evidence = files.flatMap((file) => file.claims[id]?.evidence ?? []);
    if (evidence.length === 0) continue;
    try {
      claims[id] = recordClaim(declaration, combineEvidence(declaration.rule, evidence));
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      problems.push({ pointer: pointer('points', index, 'claims', id), message: error.message });
    }
  }
  const numbers = summariseNumbers(files.map(({ results }) => results));
  return {
    point: { parameters, seeds: seedsOf(group, true), missing: seedsOf(group, false), numbers, claims },
    problems,
  };
}

/**
 * Combines the runs of a sweep. Runs that differ only in the parameter `seed` are repetitions of one measurement: their
 * evidence is joined and every claim is decided again, over all seeds. Runs that differ in anything else are different
 * measurements and stay apart, as points of the sweep.
 */
export function combineRuns(contract: NotebookContract, plan: SweepPlan, runs: readonly MeasuredRun[]): CombinedSweep {
  const combined = repetitions(runs).map((group, index) => pointOf(contract, group, index));
  const points = combined.map(({ point }) => point);
  const unexpected = points.flatMap(({ parameters, claims }) =>
    Object.entries(claims).flatMap(([claim, { decision }]) => {
      const declared = contract.atlas.claims[claim];
      if (!declared?.profiles.includes(plan.profile) || declared.expected === decision.verdict) return [];
      return { claim, expected: declared.expected, found: decision.verdict, reason: decision.reason, parameters };
    }),
  );
  return {
    file: { schemaVersion: 1, ...plan, runs: runs.map(({ run }) => run), points },
    problems: combined.flatMap(({ problems }) => problems),
    unexpected,
  };
}
