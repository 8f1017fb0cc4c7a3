import { describe, expect, it } from 'vitest';
import { bars } from './bars.js';
import type { BenchFile } from './file/bench-file.js';
import { comparisons, publishedRuns } from './published.js';
import { catalogue } from './works/catalogue.js';

describe('published runs', () => {
  it('are valid and compare works of the catalogue', () => {
    const known = new Set(catalogue().map(({ id }) => id));
    for (const { work } of comparisons(publishedRuns())) expect(known).toContain(work);
  });

  it('have bars for works that other libraries run, too', () => {
    const withPeers = new Set(catalogue().flatMap(({ id, peers }) => (peers.length > 0 ? [id] : [])));
    for (const { work } of bars) expect(withPeers).toContain(work);
  });
});

describe('comparisons', () => {
  it('divides by what others took in the same run', () => {
    const entry = { low: 1, high: 9, samples: 3, firstCall: 10 };
    const run: BenchFile = {
      schemaVersion: 1,
      date: '2026-01-02T03:04:05.000Z',
      machine: { processor: 'one', cores: 2, memoryBytes: 1, system: 'Linux', load: 1 },
      versions: {},
      works: [
        {
          id: 'blocks/se',
          group: 'blocks',
          title: 'SE',
          size: '1',
          threads: { intraOp: 2, interOp: 2 },
          entries: [
            { contender: 'compiled', median: 2, ...entry },
            { contender: 'jax', median: 4, ...entry },
          ],
          failures: [],
        },
      ],
      tools: [],
    };
    expect(comparisons([run])).toEqual([
      { work: 'blocks/se', contender: 'jax', ours: 2, theirs: 4, ratio: 0.5, date: '2026-01-02' },
    ]);
    const later: BenchFile = { ...run, date: '2026-02-03T03:04:05.000Z', works: [{ ...run.works[0]!, entries: [] }] };
    expect(comparisons([run, later])).toEqual([]);
  });
});
