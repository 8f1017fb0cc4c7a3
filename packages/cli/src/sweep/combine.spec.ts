import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { layoutOf, type RunOutcome } from '@atlas/runner';
import { canonicalJson, parseSweepFile, recordClaim, type NotebookContract, type ResultFile } from '@atlas/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { combineSweep, withoutVerdictsOfOneSeed } from './combine.js';
import { planNotebook, pointName, type PlannedRun } from './plan.js';

const values = { seed: 0, gate: 'none' };
const contract: NotebookContract = {
  title: 'A measurement',
  type: 'object',
  properties: { gain: { type: 'number', decimals: 3, tolerance: 0 } },
  atlas: {
    question: 'Is there a gain?',
    statements: [],
    parameters: { type: 'object', properties: { seed: { type: 'integer' }, gate: { type: 'string' } } },
    profiles: { smoke: values, default: values, full: values },
    claims: {
      gain: {
        sentence: 'There is a gain.',
        source: { paper: 'A paper' },
        rule: { test: 'interval-above', threshold: 0 },
        control: 'nothing done',
        expected: 'holds',
        profiles: ['default'],
      },
    },
    checks: {},
  },
};

let folder: string;
let notebook: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-'));
  notebook = join(folder, '77-gain.ipynb');
  writeFileSync(join(folder, '77-gain.schema.json'), JSON.stringify(contract));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a run with one seed leaves behind; its own verdict is never the expected one. */
function ran(run: PlannedRun, gain: number): RunOutcome {
  const seed = Number(run.point['seed'] ?? 0);
  const evidence = { seeds: [seed], values: [gain], control: { values: [-gain] } };
  const results: ResultFile = {
    schemaVersion: 1,
    notebook: '77-gain',
    profile: 'default',
    parameters: run.parameters,
    results: { gain },
    claims: { gain: recordClaim(contract.atlas.claims['gain']!, evidence) },
    checks: {},
    artifacts: {},
    cells: {},
  };
  const file = layoutOf(run.out, 'default', '77-gain').results;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, canonicalJson(results));
  return {
    notebook: '77-gain',
    path: run.path,
    profile: 'default',
    parameters: run.parameters,
    status: 'failed',
    failures: [{ kind: 'verdict-unexpected', message: 'one seed gives no interval' }],
    notices: [],
    exitCode: 4,
    cells: [],
    results,
    claims: [],
    problems: [],
    unexpected: [],
    files: { results: file, artifacts: [] },
    startedAt: new Date(0),
    milliseconds: 1,
  };
}

const plan = (...texts: string[]) => planNotebook(notebook, texts, join(folder, 'out'), 'default');

describe('a sweep', () => {
  it('gives every point a folder and a label', () => {
    const { runs } = plan('seed=1..2', 'gate=se');
    expect(runs.map(({ label, out, parameters }) => ({ label, out, parameters }))).toEqual([
      {
        label: '77-gain seed=1',
        out: join(folder, 'out/sweeps/default/77-gain/runs/seed=1'),
        parameters: { gate: 'se', seed: 1 },
      },
      {
        label: '77-gain seed=2',
        out: join(folder, 'out/sweeps/default/77-gain/runs/seed=2'),
        parameters: { gate: 'se', seed: 2 },
      },
    ]);
  });

  it('never lets a value become a path', () => {
    expect(pointName({ gate: '../../etc', seed: 1 })).toMatch(/^gate=[0-9a-f]{12},seed=1$/);
  });

  it('is one run in the usual place where there is one combination', () => {
    const { runs, sweep } = plan('seed=3');
    expect(sweep).toBeUndefined();
    expect(runs).toEqual([
      { label: '77-gain', path: notebook, out: join(folder, 'out'), parameters: { seed: 3 }, point: {} },
    ]);
  });

  it('writes one valid file whose claims use all seeds', () => {
    const made = plan('seed=1..3');
    const outcomes = new Map(made.runs.map((run, index) => [run.label, ran(run, [1, 1.1, 0.9][index]!)]));
    const combined = combineSweep(made, outcomes)!;
    expect(combined.exitCode).toBe(0);
    expect(combined.file).toBe(join(folder, 'out/sweeps/default/77-gain/sweep.json'));
    const document = parseSweepFile(JSON.parse(readFileSync(combined.file!, 'utf8')), 'the sweep');
    expect(document.points[0]?.claims['gain']?.decision.verdict).toBe('holds');
    expect(document.points[0]?.seeds).toEqual([1, 2, 3]);
    expect(document.runs[0]?.results).toBe('runs/seed=1/results/default/77-gain.json');
    expect(combined.text).toContain('77-gain  gain  holds over 3 seeds: 1 ');
  });

  it('ends with 4 where all seeds together do not reach the expected verdict', () => {
    const made = plan('seed=1..3');
    const outcomes = new Map(made.runs.map((run, index) => [run.label, ran(run, [1, -1, 0.1][index]!)]));
    const combined = combineSweep(made, outcomes)!;
    expect(combined.exitCode).toBe(4);
    expect(combined.text).toContain('claim "gain": expected "holds", found "not decided"');
  });

  it('names the seeds of runs that left no results', () => {
    const made = plan('seed=1..3');
    const outcomes = new Map(made.runs.slice(0, 2).map((run, index) => [run.label, ran(run, [1, 1.1][index]!)]));
    const document = parseSweepFile(JSON.parse(readFileSync(combineSweep(made, outcomes)!.file!, 'utf8')), 'it');
    expect(document.points[0]).toMatchObject({ seeds: [1, 2], missing: [3] });
    expect(document.runs[2]).toEqual({ parameters: { seed: 3 }, status: 'not run' });
  });

  it('does not count the verdicts of single seeds, but those of single points', () => {
    const seeds = plan('seed=1..2');
    expect(withoutVerdictsOfOneSeed(ran(seeds.runs[0]!, 1), seeds)).toMatchObject({ status: 'passed', exitCode: 0 });
    const gates = plan('gate=se,eca');
    expect(withoutVerdictsOfOneSeed(ran(gates.runs[0]!, 1), gates).exitCode).toBe(4);
  });
});
