import { describe, expect, it } from 'vitest';
import { marks } from '../text/vocabulary.js';
import { Beam, penalised } from './beam.js';

describe('Beam', () => {
  it('keeps the best hypotheses and tells which rows they come from', () => {
    const beam = new Beam(2, 0);
    beam.advance([
      { row: 0, word: 4, logProbability: -1 },
      { row: 0, word: 5, logProbability: -2 },
    ]);
    const rows = beam.advance([
      { row: 0, word: 6, logProbability: -5 },
      { row: 1, word: 7, logProbability: -0.5 },
      { row: 1, word: 8, logProbability: -1 },
    ]);
    expect(rows).toEqual([1, 1]);
    expect(beam.alive.map(({ word, score }) => [word, score])).toEqual([
      [7, -2.5],
      [8, -3],
    ]);
  });

  it('narrows as sentences end, and is over when all have', () => {
    const beam = new Beam(2, 0);
    beam.advance([
      { row: 0, word: marks.end, logProbability: -1 },
      { row: 0, word: 5, logProbability: -2 },
    ]);
    expect([beam.alive.length, beam.isOver]).toEqual([1, false]);
    beam.advance([{ row: 0, word: marks.end, logProbability: -0.1 }]);
    expect(beam.isOver).toBe(true);
    expect(beam.best().score).toBe(-1);
  });

  it('prefers longer sentences under a length penalty', () => {
    const short = { word: marks.end, score: -1, length: 1 };
    const long = { word: marks.end, score: -1.2, length: 7 };
    expect(penalised(short, 0)).toBeGreaterThan(penalised(long, 0));
    expect(penalised(short, 1)).toBeLessThan(penalised(long, 1));
    expect(penalised(long, 1)).toBeCloseTo(-0.6, 12);
  });
});
