import { describe, expect, it } from 'vitest';
import { combineEvidence } from './combine-evidence.js';

describe('evidence of several runs', () => {
  it('joins what has an entry per seed, of every part and of the control', () => {
    const rule = {
      test: 'all-of',
      parts: { gain: { test: 'interval-above', threshold: 0 }, shape: { test: 'all-true' } },
    } as const;
    const run = (seed: number) => ({
      seeds: [seed],
      parts: { gain: { values: [seed] }, shape: { values: [true] } },
      control: { parts: { gain: { values: [-seed] }, shape: { values: [false] } } },
      task: { plain: [0.5 + seed], best: [0.9] },
    });
    expect(combineEvidence(rule, [run(1), run(2)])).toEqual({
      seeds: [1, 2],
      parts: { gain: { values: [1, 2] }, shape: { values: [true, true] } },
      control: { parts: { gain: { values: [-1, -2] }, shape: { values: [false, false] } } },
      task: { plain: [1.5, 2.5], best: [0.9, 0.9] },
    });
  });

  it('keeps an exact value that all runs share, and refuses two', () => {
    const rule = { test: 'interval-below', threshold: 10, exact: true } as const;
    const run = (value: number) => ({ seeds: [], values: [value], control: { values: [20] } });
    expect(combineEvidence(rule, [run(5), run(5)]).seeds).toEqual([]);
    expect(combineEvidence(rule, [run(5), run(5)])).toMatchObject({ values: [5] });
    expect(() => combineEvidence(rule, [run(5), run(6)])).toThrow(
      'the exact value of the measured system must be the same in every run to be combined, found [5] and [6]',
    );
  });

  it('joins curves over the same positions only', () => {
    const rule = { test: 'trend-above', threshold: 0 } as const;
    const run = (seed: number, x: number[]) => ({
      seeds: [seed],
      values: [[1, 2]],
      x,
      control: { values: [[1, 1]], x },
    });
    expect(combineEvidence(rule, [run(1, [0, 1]), run(2, [0, 1])])).toMatchObject({
      values: [
        [1, 2],
        [1, 2],
      ],
      x: [0, 1],
    });
    expect(() => combineEvidence(rule, [run(1, [0, 1]), run(2, [0, 2])])).toThrow('"x" of the measured system');
  });
});
