import { describe, expect, it } from 'vitest';
import { marks, Vocabulary } from './vocabulary.js';

const sentences = [
  ['the', 'dog', 'sees', 'the', 'cat'],
  ['the', 'cat', 'sleeps'],
];

describe('Vocabulary', () => {
  it('orders words by frequency, then by their letters', () => {
    expect(Vocabulary.of(sentences).words).toEqual(['the', 'cat', 'dog', 'sees', 'sleeps']);
    expect(Vocabulary.of(sentences, { size: 2 }).words).toEqual(['the', 'cat']);
    expect(Vocabulary.of(sentences, { minimumCount: 3 }).words).toEqual(['the']);
  });

  it('numbers words behind the marks, ends sentences, and finds them again', () => {
    const vocabulary = Vocabulary.of(sentences);
    expect(vocabulary.encode(['the', 'cat'])).toEqual([4, 5, marks.end]);
    expect(vocabulary.decode([marks.start, 4, 5, marks.end, 6])).toEqual(['the', 'cat']);
    expect(vocabulary.size).toBe(9);
    expect(vocabulary.byId.indexOf('cat')).toBe(5);
    expect(vocabulary.byId[marks.end]).toBe('</s>');
  });

  it('makes words that are not kept unknown, and says so', () => {
    const vocabulary = Vocabulary.of(sentences, { size: 1 });
    expect(vocabulary.encode(['the', 'whale'])).toEqual([4, marks.unknown, marks.end]);
    expect(vocabulary.decode(vocabulary.encode(['whale']))).toEqual(['<unk>']);
    expect([vocabulary.has('the'), vocabulary.has('whale')]).toEqual([true, false]);
  });

  it('takes no mark for a word', () => {
    expect(Vocabulary.of([['<s>', 'a', '</s>']]).words).toEqual(['a']);
    expect(Vocabulary.of([[]]).size).toBe(4);
  });

  it('refuses ids that it does not have, and words given twice', () => {
    expect(() => Vocabulary.of(sentences).decode([9])).toThrow(/expected an id below 9, found 9/);
    expect(() => new Vocabulary(['a', 'a'])).toThrow(/found one twice/);
  });
});
