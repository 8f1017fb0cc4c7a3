import { describe, expect, it } from 'vitest';
import { phenomenaOf } from './phenomena.js';

describe('phenomenaOf', () => {
  it('counts the links of a pair worked out by hand', () => {
    // a red house that cannot → domo ruĝa ne povas tre: 'a' and 'that' are dropped, 'tre' is inserted.
    const pair = {
      source: ['a', 'red', 'house', 'that', 'cannot'],
      target: ['domo', 'ruĝa', 'ne', 'povas', 'tre'],
      links: [[0, 2] as const, [1, 1] as const, [2, 4] as const, [3, 4] as const],
      grammar: [],
    };
    expect(phenomenaOf([pair])).toEqual({
      sentences: 1,
      sourceWords: 5,
      targetWords: 5,
      sourceVocabulary: 5,
      targetVocabulary: 5,
      nonMonotone: 0.5,
      oneToMany: 0.5,
      manyToOne: 0,
      dropped: 0.4,
      inserted: 0.2,
    });
  });
});
