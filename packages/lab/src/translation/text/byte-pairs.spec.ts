import { rng } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { madeSentences } from '../corpus/made-sentences.js';
import { BytePairs } from './byte-pairs.js';

/** The text of the paper's algorithm 1: low x 5, lower x 2, newest x 6, widest x 3. */
const paper = [
  ...Array.from({ length: 5 }, () => ['low']),
  ...Array.from({ length: 2 }, () => ['lower']),
  ...Array.from({ length: 6 }, () => ['newest']),
  ...Array.from({ length: 3 }, () => ['widest']),
];

describe('BytePairs', () => {
  it('joins the most frequent pairs first, worked out by hand', () => {
    // e s and s t are 9 times each; es t 9; l o and o w 7; lo w 7.
    expect(BytePairs.learn(paper, 4).merges).toEqual([
      ['e', 's'],
      ['es', 't'],
      ['l', 'o'],
      ['lo', 'w'],
    ]);
  });

  it('splits words by what it learned, also words that it never saw', () => {
    const pairs = BytePairs.learn(paper, 4);
    expect(pairs.split(['lowest', 'low'])).toEqual(['low@@', 'est', 'low']);
    expect(pairs.split(['żest'])).toEqual(['ż@@', 'est']);
  });

  it('joins what it splits, whatever the words', () => {
    const sentences = madeSentences(300, rng(1)).map(({ target }) => target);
    const pairs = BytePairs.learn(sentences.slice(0, 100), 150);
    for (const words of sentences) expect(pairs.join(pairs.split(words))).toEqual(words);
    expect(pairs.join(['a@@', 'b@@'])).toEqual(['ab']);
  });

  it('does not depend on the order of the sentences, and learns again from its merges', () => {
    const pairs = BytePairs.learn(paper, 6);
    expect(BytePairs.learn([...paper].reverse(), 6).merges).toEqual(pairs.merges);
    expect(new BytePairs(pairs.merges).split(['newer'])).toEqual(pairs.split(['newer']));
  });

  it('stops where no pair occurs twice, and joins repeated letters from the left', () => {
    expect(BytePairs.learn([['ab']], 10).merges).toEqual([]);
    expect(new BytePairs([['a', 'a']]).split(['aaa'])).toEqual(['aa@@', 'a']);
  });
});
