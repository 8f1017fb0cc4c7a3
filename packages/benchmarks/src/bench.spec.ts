import { describe, expect, it } from 'vitest';
import { bench } from './bench.js';
import { validateBenchFile } from './file/bench-file.schema.js';
import { shortEffort } from './run-work.js';
import { catalogue, chooseWorks } from './works/catalogue.js';
import type { Work } from './works/work.js';

const effort = { ...shortEffort, total: 20 };

describe('bench', () => {
  it('runs works compiled and op by op, with equal outputs and a valid file', async () => {
    const seen: string[] = [];
    const works = chooseWorks(catalogue(), ['blocks/se', 'attention/length-512']);
    const file = await bench({ works, effort, onWork: ({ id }) => seen.push(id) });
    expect(validateBenchFile(file)).toEqual([]);
    expect(seen).toEqual(['blocks/se', 'attention/length-512']);
    for (const { entries, failures } of file.works) {
      expect(failures).toEqual([]);
      expect(entries.map(({ contender }) => contender)).toEqual(['compiled', 'op-by-op']);
      expect(entries[0]!.difference).toBeUndefined();
      expect(entries[1]!.difference).toBeLessThan(1e-5);
    }
    expect(file.versions['backend']).toBe('tensorflow');
    // Op by op all scores exist at once: 8 heads x 512 x 512 numbers of four bytes.
    if (process.platform === 'linux') {
      expect(file.works[1]!.entries[1]!.peakBytes).toBeGreaterThan(8 * 512 * 512 * 4);
      expect(file.works[0]!.entries[1]!.peakBytes).toBeUndefined();
    }
  });

  it('carries a training on, and compares its later losses', async () => {
    const [ram] = chooseWorks(catalogue(), ['vision/ram']);
    const file = await bench({ works: [ram!], effort });
    expect(file.works[0]!.entries[1]!.difference).toBeLessThan(1e-4);
  });

  it('says why a work could not be run', async () => {
    const [se] = chooseWorks(catalogue(), ['blocks/se']);
    const missing: Work = { ...se!, id: 'blocks/none' };
    const file = await bench({ works: [missing], by: [], effort });
    expect(file.works[0]!.entries).toEqual([]);
    expect(file.works[0]!.failures).toEqual([
      { contender: 'compiled', message: "compiled: there is no work 'blocks/none'" },
    ]);
  });

  it('says what a peer complained about when it does not start', async () => {
    const works = chooseWorks(catalogue(), ['blocks/se']);
    await expect(bench({ works, effort, python: '/nowhere/python' })).rejects.toThrow(/pytorch: the process ended/);
  });
});
