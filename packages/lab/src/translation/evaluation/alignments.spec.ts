import { describe, expect, it } from 'vitest';
import { alignmentScore } from '../metrics/alignment.js';
import { type AlignedPair } from '../corpus/made-sentences.js';
import { alignmentOf, chooseShare, goldLinks, movedLinks, shareFound, strictAlignmentOf } from './alignments.js';

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
  grammar: [
    [0, 1],
    [2, 5],
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
    expect(movedLinks({ ...still, links, grammar: [] })).toEqual({ adjectives: [], verbs: [] });
  });
});

describe('movedLinks, of small words', () => {
  it('takes neither a helping verb nor an adverb for a verb that moves', () => {
    // here I cannot see the dog → mi la hundon ĉi tie ne povas vidi
    const helped: AlignedPair = {
      source: ['here', 'I', 'cannot', 'see', 'the', 'dog'],
      target: ['mi', 'la', 'hundon', 'ĉi', 'tie', 'ne', 'povas', 'vidi'],
      links: [
        [0, 1],
        [1, 4],
        [2, 5],
        [3, 0],
        [4, 0],
        [5, 2],
        [6, 2],
        [7, 3],
      ],
      grammar: [
        [1, 5],
        [5, 3],
        [6, 3],
      ],
    };
    expect(movedLinks(helped)).toEqual({ adjectives: [], verbs: [[7, 3]] });
  });
});

describe('alignmentOf', () => {
  it('takes a look at the end mark for no link', () => {
    const { found, sure, possible } = alignmentOf(pair, looking([0, 1, 6, 5, 4, 2, 6]));
    expect(found).toEqual([
      [0, 0],
      [1, 1],
      [3, 5],
      [4, 4],
      [5, 2],
    ]);
    expect(sure).toEqual(pair.links);
    expect(possible).toEqual([...pair.links, ...pair.grammar]);
  });
});

describe('goldLinks', () => {
  // this dog will see → ĉi tiu hundo vidos
  const units: AlignedPair = {
    source: ['this', 'dog', 'will', 'see'],
    target: ['ĉi', 'tiu', 'hundo', 'vidos'],
    links: [
      [0, 0],
      [1, 0],
      [2, 1],
      [3, 2],
      [3, 3],
    ],
    grammar: [
      [0, 1],
      [1, 1],
    ],
  };

  it('takes single words for sure, and units and words of grammar for possible', () => {
    expect(goldLinks(units)).toEqual({ sure: [[2, 1]], possible: [...units.links, ...units.grammar] });
  });

  it('allows a look at the noun for a word of grammar, where the strict measure does not', () => {
    const weights = looking([0, 1, 1, 3, 6]).map((row) => row.slice(0, 5));
    expect(alignmentScore([alignmentOf(units, weights, 1)]).errorRate).toBe(0);
    expect(alignmentScore([strictAlignmentOf(units, weights, 1)]).errorRate).toBeCloseTo(1 - 6 / 9, 12);
  });

  it('chooses the share that errs least', () => {
    const weights = [
      [0.9, 0.05, 0.05, 0, 0],
      [0.1, 0.8, 0.1, 0, 0],
      [0.4, 0.5, 0.1, 0, 0],
      [0, 0, 0.3, 0.6, 0.1],
    ];
    expect(chooseShare([units], [weights], [0.1, 0.5, 1])).toBe(1);
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
