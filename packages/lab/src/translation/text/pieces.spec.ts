import { describe, expect, it } from 'vitest';
import { marks } from './vocabulary.js';
import { pieceCorpus } from './pieces.js';

const training = [
  { source: ['a', 'man', 'walks'], target: ['ein', 'mann', 'geht'] },
  { source: ['a', 'man', 'sits'], target: ['ein', 'mann', 'sitzt'] },
  { source: ['men', 'walk', 'and', 'walk', 'and', 'walk'], target: ['männer', 'gehen', 'und', 'gehen'] },
];

describe('pieceCorpus', () => {
  const corpus = pieceCorpus(training, { merges: 6, longest: 14 });

  it('learns merges from both sides, and gives every word back', () => {
    expect(corpus.pieces.merges).toHaveLength(6);
    const pairs = corpus.encode(training);
    expect(pairs.map(({ target }) => corpus.decode(target))).toEqual(training.map(({ target }) => target));
    expect(pairs.every(({ source }) => source.at(-1) === marks.end)).toBe(true);
  });

  it('leaves out what is too long to learn from, and only there', () => {
    expect(corpus.training.length).toBe(2);
    expect(corpus.encode(training)).toHaveLength(3);
  });

  it('reads a letter that was never seen as unknown', () => {
    const [pair] = corpus.encode([{ source: ['ж'], target: ['ein'] }]);
    expect(pair!.source).toEqual([marks.unknown, marks.end]);
  });

  it('says that nothing is short enough', () => {
    expect(() => pieceCorpus(training, { merges: 0, longest: 3 })).toThrow(/at most 3 pieces, found none among 3/);
  });
});
