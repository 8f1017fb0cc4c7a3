import { describe, expect, it } from 'vitest';
import type { BenchFile } from './bench-file.js';
import { parseBenchFile, validateBenchFile } from './bench-file.schema.js';

const file: BenchFile = {
  schemaVersion: 1,
  date: '2026-01-02T03:04:05.000Z',
  machine: { processor: 'one', cores: 2, memoryBytes: 1e9, system: 'Linux 6', load: 1.2 },
  versions: { node: '20.19.0' },
  works: [
    {
      id: 'blocks/se',
      group: 'blocks',
      title: 'Squeeze-and-Excitation',
      size: '8 x 28 x 28 x 256',
      threads: { intraOp: 2, interOp: 2 },
      entries: [
        { contender: 'compiled', median: 2, low: 1.9, high: 2.2, samples: 9, firstCall: 300 },
        { contender: 'jax', median: 3, low: 2.9, high: 3.2, samples: 9, firstCall: 900, difference: 1e-7 },
      ],
      failures: [{ contender: 'pytorch', message: 'it is not there' }],
    },
  ],
  tools: [{ id: 'site', title: 'Site', median: 900, low: 890, high: 950, samples: 3 }],
};

describe('the bench file', () => {
  it('is valid as it is written', () => {
    expect(validateBenchFile(file)).toEqual([]);
  });

  it('refuses an unknown contender, a time of zero and what it does not know', () => {
    const wrong = structuredClone(file);
    Object.assign(wrong.works[0]!.entries[0]!, { contender: 'fastest', median: 0, guess: 1 });
    const pointers = validateBenchFile(wrong).map(({ pointer }) => pointer);
    expect(pointers.filter((pointer) => pointer.startsWith('/works/0/entries/0')).length).toBe(3);
  });

  it('names what is wrong', () => {
    expect(() => parseBenchFile({ ...file, works: undefined }, 'bench.json')).toThrow('bench.json');
  });
});
