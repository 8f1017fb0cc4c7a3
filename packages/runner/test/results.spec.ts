import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseMeasurementFile,
  parseResultFile,
  recordClaim,
  scrapMimeType,
  type ClaimDeclaration,
  type NotebookContract,
} from '@atlas/schemas';
import { describe, expect, it } from 'vitest';
import { codeCell, notebookOf, readJson, run, temporaryFolder, textOf } from './support.js';

const claim: ClaimDeclaration = {
  sentence: 'It is large.',
  source: { statement: 'S1' },
  rule: { test: 'interval-above', threshold: 1 },
  control: 'A small one.',
  expected: 'holds',
  profiles: ['default'],
};
const contract: NotebookContract = {
  title: 'A sample',
  type: 'object',
  properties: { accuracy: { type: 'number', minimum: 0, maximum: 1, decimals: 3, tolerance: 0.01 } },
  atlas: {
    question: 'Is it large?',
    statements: ['S1'],
    // Cells of the fake kernel are lists of steps: no parameters are written into it.
    parameters: { type: 'object', properties: {} },
    profiles: { smoke: {}, default: {}, full: {} },
    measurements: { 'step-seconds': { type: 'number', minimum: 0 } },
    claims: { large: claim },
    checks: { sum: { sentence: 'It sums to one.' } },
  },
};
const evidence = { seeds: [1, 2, 3], values: [2, 2.1, 2.2], control: { values: [0.1, 0.2, 0.3] } };
const weights = Buffer.from('some weights');
const sha256 = createHash('sha256').update(weights).digest('hex');

function scrap(name: string, data: unknown, metadata = {}): Record<string, unknown> {
  return { display: { data: { [scrapMimeType]: { name, data, encoder: 'json', version: 1 } }, metadata } };
}
function artifact(name: string, more = {}): Record<string, unknown> {
  return scrap(`artifact:${name}`, { base64: weights.toString('base64'), bytes: weights.length, sha256, ...more });
}
const good = [
  [scrap('result:accuracy', 0.5)],
  [scrap('result:accuracy', 0.912), scrap('foreign', { any: 'thing' })],
  [scrap('claim:large', recordClaim(claim, evidence)), scrap('check:sum', { passed: true, detail: '1' })],
  [scrap('measurement:step-seconds', 0.25), artifact('weights.bin')],
];
const prepared = { contract };

describe('the results of a run', () => {
  it('are collected from the outputs, the last of a name wins, and written with what refers to them', async () => {
    const { outcome, out } = await run(notebookOf(good), prepared);
    expect(outcome.failures).toEqual([]);
    const results = parseResultFile(readJson(join(out, 'results/default/sample.json')), 'results');
    expect(results).toMatchObject({
      notebook: 'sample',
      profile: 'default',
      results: { accuracy: 0.912 },
      claims: { large: { decision: { verdict: 'holds' } } },
      checks: { sum: { passed: true } },
      artifacts: { 'weights.bin': { path: 'artifacts/sample/default/weights.bin', sha256, bytes: weights.length } },
      cells: { 'result:accuracy': 'c1', 'claim:large': 'c2', 'check:sum': 'c2', 'artifact:weights.bin': 'c3' },
    });
    expect(readFileSync(join(out, 'artifacts/sample/default/weights.bin'))).toEqual(weights);
    const measured = parseMeasurementFile(readJson(join(out, 'measurements/default/sample.json')), 'measurements');
    expect(measured.measurements).toEqual({ 'step-seconds': 0.25 });
    expect(measured.provenance).toMatchObject({ seeds: [1, 2, 3], backend: { name: 'not recorded' } });
    expect(measured.provenance.versions['node']).toBe(process.version);
    expect(outcome.claims).toMatchObject([{ id: 'large', verdict: 'holds', expected: 'holds', asserted: true }]);
  });

  it('are the same bytes in a second run', async () => {
    const first = await run(notebookOf(good), prepared);
    const second = await run(notebookOf(good), prepared);
    const bytes = [first, second].map(({ out }) => readFileSync(join(out, 'results/default/sample.json'), 'utf8'));
    expect(bytes[0]).toBe(bytes[1]);
  });

  it('name cell and JSON pointer of everything that does not match, and leave the last good results in place', async () => {
    const folder = temporaryFolder();
    await run(notebookOf(good), { ...prepared, folder });
    const bad = [
      [scrap('result:accuracy', 1.5), scrap('result:unknown', 1)],
      [scrap('claim:large', recordClaim(claim, evidence)), scrap('check:sum', { passed: true, detail: '1' })],
      [scrap('measurement:step-seconds', -1), artifact('weights.bin', { bytes: 3 })],
      [{ display: { data: { [scrapMimeType]: { name: 'result:accuracy' } } } }],
    ];
    const { outcome, out } = await run(notebookOf(bad), { ...prepared, folder });
    expect(outcome.exitCode).toBe(3);
    const places = outcome.problems.map(({ pointer, cell }) => `${pointer} ${cell}`);
    expect(places).toContain('/results/accuracy c0');
    expect(places).toContain('/measurements/step-seconds c2');
    expect(places).toContain('/artifacts/weights.bin c2');
    expect(places.some((place) => place.startsWith('/cells/3/outputs/0/data/') && place.endsWith(' c3'))).toBe(true);
    expect(outcome.failures[0]?.message).toContain('/results/accuracy (cell c0): must be <= 1, found 1.5');
    const kept = parseResultFile(readJson(join(out, 'results/default/sample.json')), 'results');
    expect(kept.results['accuracy']).toBe(0.912);
    expect(readFileSync(join(out, 'artifacts/sample/default/weights.bin'))).toEqual(weights);
  });

  it('decide every verdict again, so that a notebook cannot claim what its evidence does not give', async () => {
    const lie = recordClaim(claim, { ...evidence, values: [0.1, 0.2, 0.1] });
    const cells = [
      ...good.slice(0, 2),
      [scrap('claim:large', { ...lie, decision: { ...lie.decision, verdict: 'holds' } })],
      ...good.slice(3),
    ];
    const { outcome } = await run(notebookOf([...cells, [scrap('check:sum', { passed: true, detail: '' })]]), prepared);
    expect(outcome.exitCode).toBe(3);
    expect(outcome.failures[0]?.message).toContain('says "holds", but its evidence and rule give "fails"');
  });

  it('are written also when a verdict differs from the expected one, which exits with 4', async () => {
    const fails = recordClaim(claim, { ...evidence, values: [0.1, 0.2, 0.1] });
    const cells = [
      ...good.slice(0, 2),
      [scrap('claim:large', fails), scrap('check:sum', { passed: true, detail: '' })],
      ...good.slice(3),
    ];
    const { outcome, out } = await run(notebookOf(cells), prepared);
    expect(outcome).toMatchObject({ exitCode: 4, unexpected: [{ claim: 'large', expected: 'holds', found: 'fails' }] });
    expect(outcome.failures).toMatchObject([{ kind: 'verdict-unexpected', cell: { index: 2, id: 'c2' } }]);
    expect(existsSync(join(out, 'results/default/sample.json'))).toBe(true);
    const smoke = await run(notebookOf(cells), { ...prepared, profile: 'smoke' });
    expect(smoke.outcome.exitCode).toBe(0);
    expect(smoke.outcome.claims).toMatchObject([{ asserted: false, verdict: 'fails' }]);
  });

  it('are not written when a cell fails', async () => {
    const { outcome, out } = await run(notebookOf([...good, [{ error: { ename: 'E' } }]]), prepared);
    expect(outcome.exitCode).toBe(1);
    expect(existsSync(join(out, 'results'))).toBe(false);
  });

  it('need a contract', async () => {
    const { outcome, out } = await run(notebookOf(good));
    expect(outcome.exitCode).toBe(0);
    expect(outcome.notices).toEqual([
      'the notebook records results but has no contract sample.schema.json beside it, so none are written',
    ]);
    expect(existsSync(join(out, 'results'))).toBe(false);
    const unusable = await run(notebookOf(good), { contract: { type: 'object' } });
    expect(unusable.outcome).toMatchObject({ exitCode: 2, failures: [{ kind: 'contract-unusable' }] });
  });
});

describe('names from a notebook', () => {
  it('never leave their folder', async () => {
    const names = ['../escaped', '/tmp/escaped', 'a/b', '..', 'CON', 'con.txt', '.hidden', 'x\u0000y'];
    const { outcome, folder } = await run(notebookOf([...good, names.map((name) => artifact(name))]), prepared);
    expect(outcome.exitCode).toBe(3);
    const refused = outcome.problems.filter(({ message }) => message.startsWith('expected a plain file name'));
    expect(refused).toHaveLength(names.length);
    expect(existsSync(join(folder, 'reports/artifacts'))).toBe(false);
    expect(readdirSync(join(folder, 'reports/logs/default/sample.checkpoints'))).toEqual(['weights.bin']);
    expect(readdirSync(folder).sort()).toEqual(['notebooks', 'reports', 'runtime']);
  });

  it('do not follow a link out of the folder', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'target');
    writeFileSync(target, 'untouched');
    mkdirSync(join(folder, 'reports/artifacts/sample/default'), { recursive: true });
    symlinkSync(target, join(folder, 'reports/artifacts/sample/default/weights.bin'));
    const { outcome } = await run(notebookOf(good), { ...prepared, folder });
    expect(outcome.exitCode).toBe(0);
    expect(readFileSync(target, 'utf8')).toBe('untouched');
  });
});

describe('artifacts', () => {
  it('that a run does not make any more are removed', async () => {
    const folder = temporaryFolder();
    await run(notebookOf(good), { ...prepared, folder });
    const renamed = [...good, [artifact('other.bin')], [scrap('measurement:step-seconds', 1)]];
    renamed[3] = [];
    const { out } = await run(notebookOf(renamed), { ...prepared, folder });
    expect(readdirSync(join(out, 'artifacts/sample/default'))).toEqual(['other.bin']);
  });

  it('leave a reference in the executed notebook instead of their bytes', async () => {
    const { executed } = await run(notebookOf(good), prepared);
    const [, output] = codeCell(executed(), 3).outputs;
    expect(output).toMatchObject({
      data: { [scrapMimeType]: { name: 'artifact:weights.bin', data: { sha256, bytes: 12 } } },
    });
    expect(JSON.stringify(output)).not.toContain(weights.toString('base64'));
  });

  const interrupted = [
    [{ print: 'cheap' }],
    [{ environment: 'ATLAS_RESUME_DIR' }, artifact('weights.bin')],
    [{ exit: 1 }],
  ];

  it('of a run that was not done are offered to the next one, which replays the cheap cells and says so', async () => {
    const folder = temporaryFolder();
    const first = await run(notebookOf(interrupted), { ...prepared, folder });
    expect(textOf(first.executed(), 1)).toBe('ATLAS_RESUME_DIR=\n');
    const second = await run(notebookOf(interrupted), { ...prepared, folder, resume: true });
    const offered = textOf(second.executed(), 1).trim().replace('ATLAS_RESUME_DIR=', '');
    expect(readFileSync(join(offered, 'weights.bin'))).toEqual(weights);
    expect(second.outcome.resume?.offered).toMatchObject([{ artifact: 'weights.bin', cell: 'c1' }]);
    expect(second.outcome.notices[0]).toMatch(
      /^resuming: "weights.bin" of cell 2, which had taken .* all other cells are replayed$/,
    );
    expect(textOf(second.executed(), 0)).toBe('cheap');
  });

  it('are marked as taken where the cell says that it loaded one', async () => {
    const loading = scrap(
      'artifact:weights.bin',
      { base64: weights.toString('base64'), bytes: weights.length, sha256 },
      { atlas: { restored: true } },
    );
    const { outcome, record } = await run(notebookOf([[loading]]), { resume: true });
    expect(outcome.resume?.taken).toEqual(['c0']);
    expect(record().cells[0]?.reused).toBe(true);
  });

  it('are not offered when a cell before them, the inputs or the bytes have changed', async () => {
    const folder = temporaryFolder();
    await run(notebookOf(interrupted), { ...prepared, folder });
    const changed = [[{ print: 'changed' }], ...interrupted.slice(1)];
    const second = await run(notebookOf(changed), { ...prepared, folder, resume: true });
    expect(second.outcome.resume?.offered).toEqual([]);
    expect(second.outcome.notices[0]).toContain('nothing to resume');
    const third = await run(notebookOf(changed), { ...prepared, folder, resume: true, inputsDigest: 'other' });
    expect(third.outcome.resume?.offered).toEqual([]);
    writeFileSync(join(folder, 'reports/logs/default/sample.checkpoints/weights.bin'), 'damaged');
    const fourth = await run(notebookOf(changed), { ...prepared, folder, resume: true, inputsDigest: 'other' });
    expect(fourth.outcome.resume?.offered).toEqual([]);
  });

  it('are cleared away when a run is done', async () => {
    const { out } = await run(notebookOf(good), prepared);
    expect(readdirSync(join(out, 'logs/default')).sort()).toEqual(['sample.json', 'sample.log']);
  });
});
