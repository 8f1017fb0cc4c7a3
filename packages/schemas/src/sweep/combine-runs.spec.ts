import { describe, expect, it } from 'vitest';
import { type NotebookContract } from '../contract/contract.js';
import { type ResultFile } from '../documents/result-file.js';
import { type JsonObject } from '../json/json.js';
import { recordClaim } from '../results/record-claim.js';
import { combineRuns, type MeasuredRun } from './combine-runs.js';
import { validateSweepFile } from './sweep-file.schema.js';

const contract: NotebookContract = {
  title: 'A measurement',
  type: 'object',
  properties: { accuracy: { type: 'object' } },
  atlas: {
    question: 'Which is better?',
    statements: [],
    parameters: { type: 'object', properties: { seed: { type: 'integer' }, gate: { type: 'string' } } },
    profiles: { smoke: {}, default: {}, full: {} },
    claims: {
      better: {
        sentence: 'The gate helps.',
        source: { statement: 'S1' },
        rule: { test: 'difference-above', threshold: 0 },
        control: 'a network without the gate',
        expected: 'holds',
        profiles: ['default'],
      },
    },
    checks: {},
  },
};
const declaration = contract.atlas.claims['better']!;

/** A run with one seed, as its notebook would leave it. */
function measured(parameters: JsonObject, value: number, seed: number): MeasuredRun {
  const evidence = { seeds: [seed], values: [value], baseline: [90], control: { values: [90], baseline: [90] } };
  const file: ResultFile = {
    schemaVersion: 1,
    notebook: '77-gate',
    profile: 'default',
    parameters,
    results: { accuracy: { test: value, each: [value], name: 'gate' } },
    claims: { better: recordClaim(declaration, evidence) },
    checks: {},
    artifacts: {},
    cells: {},
  };
  return { run: { parameters, status: 'passed', results: `runs/${seed}.json` }, file };
}

const plan = {
  notebook: '77-gate',
  profile: 'default' as const,
  swept: { gate: ['se', 'eca'], seed: [1, 2, 3] },
  fixed: {},
};
const runs = [
  measured({ gate: 'se', seed: 1 }, 92, 1),
  measured({ gate: 'se', seed: 2 }, 93, 2),
  measured({ gate: 'se', seed: 3 }, 94, 3),
  measured({ gate: 'eca', seed: 1 }, 89, 1),
  measured({ gate: 'eca', seed: 2 }, 91, 2),
  measured({ gate: 'eca', seed: 3 }, 90, 3),
];

describe('the runs of a sweep', () => {
  it('are combined over the seeds and kept apart over everything else', () => {
    const { file, problems } = combineRuns(contract, plan, runs);
    expect(problems).toEqual([]);
    expect(validateSweepFile(file)).toEqual([]);
    expect(file.points.map(({ parameters, seeds }) => ({ parameters, seeds }))).toEqual([
      { parameters: { gate: 'se' }, seeds: [1, 2, 3] },
      { parameters: { gate: 'eca' }, seeds: [1, 2, 3] },
    ]);
  });

  it('decide a claim over all seeds, which no single run could', () => {
    expect(runs.map(({ file }) => file?.claims['better']?.decision.verdict)).toEqual(Array(6).fill('not decided'));
    const { file, unexpected } = combineRuns(contract, plan, runs);
    const [gain, none] = file.points.map(({ claims }) => claims['better']!);
    expect(gain?.decision.verdict).toBe('holds');
    // 3 ± t(0.975, 2) · 1 / √3
    expect(gain?.decision.measured.interval).toEqual([0.515862, 5.484138]);
    expect(none?.decision.verdict).toBe('not decided');
    expect(unexpected).toEqual([
      {
        claim: 'better',
        expected: 'holds',
        found: 'not decided',
        reason: none?.decision.reason,
        parameters: { gate: 'eca' },
      },
    ]);
  });

  it('summarise the numbers of the results, but not what is in lists', () => {
    const [point] = combineRuns(contract, plan, runs).file.points;
    expect(Object.keys(point?.numbers ?? {})).toEqual(['/accuracy/test']);
    expect(point?.numbers['/accuracy/test']).toMatchObject({ values: [92, 93, 94], estimate: 93 });
  });

  it('name the seeds that are missing, and use the others', () => {
    const lost: MeasuredRun = {
      run: { parameters: { gate: 'se', seed: 3 }, status: 'failed', reason: 'the node was lost' },
    };
    const { file } = combineRuns(contract, plan, [...runs.slice(0, 2), lost]);
    expect(file.points).toHaveLength(1);
    expect(file.points[0]).toMatchObject({ seeds: [1, 2], missing: [3] });
    expect(file.points[0]?.claims['better']?.evidence.seeds).toEqual([1, 2]);
    expect(validateSweepFile(file)).toEqual([]);
  });

  it('are refused where two of them used the same seed', () => {
    const { problems, file } = combineRuns(contract, plan, [
      measured({ gate: 'se', seed: 1 }, 92, 1),
      measured({ gate: 'se', seed: 2 }, 92, 1),
    ]);
    expect(problems).toEqual([
      { pointer: '/points/0/claims/better', message: expect.stringContaining('seed 1 appears twice') as string },
    ]);
    expect(file.points[0]?.claims).toEqual({});
  });
});
