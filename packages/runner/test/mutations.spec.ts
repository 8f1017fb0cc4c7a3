import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseNotebook } from '@atlas/schemas';
import { describe, expect, it } from 'vitest';
import { runNotebook } from '../src/run/run-notebook.js';
import { within } from '../src/time.js';
import { InProcessKernel } from './in-process-kernel.js';
import { mutated } from './mutate.js';
import { fakeKernel, notebookOf, readJson, temporaryFolder } from './support.js';

const notebook = notebookOf([
  { source: '# Title\n\nText', markdown: true },
  { source: 'const seeds = 3;', tags: ['parameters'] },
  { source: 'const seeds = 1;', tags: ['injected-parameters'] },
  { source: 'work()', tags: ['retries:2'] },
  { source: 'throw 1', tags: ['raises-exception'] },
  { source: 'skipped', tags: ['skip-execution'] },
]);
const contract = {
  title: 'T',
  type: 'object',
  properties: { accuracy: { type: 'number', decimals: 3, tolerance: 0.01 } },
  required: [],
  atlas: {
    question: 'Q?',
    statements: ['S1'],
    parameters: { type: 'object', properties: { seeds: { type: 'integer', minimum: 1 } } },
    profiles: { smoke: { seeds: 1 }, default: { seeds: 3 }, full: { seeds: 5 } },
    claims: {},
    checks: {},
  },
};

async function runMutant(folder: string, seed: number): Promise<{ code: number; hung: boolean }> {
  // Every fourth run has a mutated contract, every second a mutated notebook; some have both.
  const path = join(folder, 'sample.ipynb');
  writeFileSync(path, seed % 4 === 3 ? JSON.stringify(notebook) : mutated(notebook, seed));
  writeFileSync(
    join(folder, 'sample.schema.json'),
    seed % 2 === 1 ? mutated(contract, seed + 1_000_000) : JSON.stringify(contract),
  );
  const outcome = await within(
    10_000,
    runNotebook({
      path,
      out: join(folder, 'reports'),
      kernels: { fake: fakeKernel() },
      startKernel: () => Promise.resolve(new InProcessKernel()),
      timings: { settle: 0 },
      env: { PATH: '/nonexistent', JUPYTER_DATA_DIR: folder },
    }),
  );
  if (outcome === undefined) return { code: -1, hung: true };
  const explained = outcome.failures.length > 0 && outcome.failures.every(({ message }) => message.length > 10);
  expect(outcome.exitCode === 0 || explained, `seed ${seed}: ${JSON.stringify(outcome.failures)}`).toBe(true);
  expect(outcome.exitCode === 0, `seed ${seed}`).toBe(outcome.failures.length === 0);
  const { executed } = outcome.files;
  if (executed !== undefined) parseNotebook(readJson(executed), executed);
  return { code: outcome.exitCode, hung: false };
}

describe('1,000 mutated notebooks and contracts', () => {
  it('are run or refused with an explanation, and never crash or hang the runner', async () => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 1000; seed += 1) {
      const { code, hung } = await runMutant(folder, seed);
      expect(hung, `seed ${seed} hangs`).toBe(false);
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    // Each kind of end must occur, or the mutations test nothing.
    expect([...counts.keys()].sort()).toEqual(expect.arrayContaining([0, 1, 2]));
    expect(counts.get(2) ?? 0).toBeGreaterThan(100);
    expect(counts.get(0) ?? 0).toBeGreaterThan(100);
  });
});
