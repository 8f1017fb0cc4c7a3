import { describe, expect, it } from 'vitest';
import { type AlignedPair } from '../corpus/made-sentences.js';
import { alignmentOf, movedLinks, shareFound } from './alignments.js';

// the man sees the big dog → la viro la hundon grandan vidas
const pair: AlignedPair = {
  source: ['the', 'man', 'sees', 'the', 'big', 'dog'],
  target: ['la', 'viro', 'la', 'hundon', 'grandan', 'vidas'],
  links: [
    [0, 0],
    [1, 1],
    [2, 3],
    [3, 5],
    [4, 4],
    [5, 2],
  ],
};
const looking = (places: readonly number[]) =>
  places.map((place) => Array.from({ length: 7 }, (_, i) => (i === place ? 0.7 : 0.05)));

describe('movedLinks', () => {
  it('finds the adjective behind its noun and the verb behind its object', () => {
    expect(movedLinks(pair)).toEqual({ adjectives: [[4, 4]], verbs: [[5, 2]] });
  });

  it('finds nothing where nothing moves', () => {
    const still = { source: ['my', 'dog', 'sleeps'], target: ['mia', 'hundo', 'dormas'] };
    const links = [[0, 0] as const, [1, 1] as const, [2, 2] as const];
    expect(movedLinks({ ...still, links })).toEqual({ adjectives: [], verbs: [] });
  });
});

describe('alignmentOf', () => {
  it('takes a look at the end mark for no link', () => {
    const { found, gold } = alignmentOf(pair, looking([0, 1, 6, 5, 4, 2, 6]));
    expect(found).toEqual([
      [0, 0],
      [1, 1],
      [3, 5],
      [4, 4],
      [5, 2],
    ]);
    expect(gold).toBe(pair.links);
  });
});

describe('shareFound', () => {
  it('counts words that look most at what they translate', () => {
    const weights = [looking([0, 1, 3, 5, 4, 3, 6])];
    expect(shareFound([pair], weights, (one) => movedLinks(one).adjectives)).toBe(1);
    expect(shareFound([pair], weights, (one) => movedLinks(one).verbs)).toBe(0);
    expect(shareFound([pair], weights, (one) => one.links)).toBeCloseTo(5 / 6, 12);
    expect(() => shareFound([pair], weights, () => [])).toThrow(/found none/);
  });
});
