import { rng } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { madeSentences } from './made-sentences.js';
import { phenomenaOf } from './phenomena.js';

const pairs = madeSentences(4000, rng(3), { words: [4, 60] });
const short = madeSentences(4000, rng(5), { words: [4, 9], rareShare: 0 });

describe('madeSentences', () => {
  it('has every length from 4 to 60 words, each about as often', () => {
    const counts = new Map<number, number>();
    for (const { source } of pairs) counts.set(source.length, (counts.get(source.length) ?? 0) + 1);
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 57 }, (_, i) => i + 4));
    // 4000 / 57 = 70 are expected; 5 standard deviations are 42.
    for (const count of counts.values()) expect(Math.abs(count - 70)).toBeLessThan(42);
  });

  it('has the phenomena of real languages', () => {
    const found = phenomenaOf(pairs);
    expect(found.sourceVocabulary).toBeGreaterThanOrEqual(300);
    expect(found.targetVocabulary).toBeGreaterThanOrEqual(300);
    expect(found.nonMonotone).toBeGreaterThanOrEqual(0.3);
    expect(found.oneToMany).toBeGreaterThanOrEqual(0.1);
    expect(found.manyToOne).toBeGreaterThanOrEqual(0.05);
    expect(found.dropped).toBeGreaterThanOrEqual(0.02);
    expect(found.inserted).toBeGreaterThan(0);
  });

  it('has relative clauses, whose pronoun agrees with the noun and takes the case of its own clause', () => {
    const pronouns = new Set(pairs.flatMap(({ target }) => target.filter((word) => /^kiu/.test(word))));
    expect([...pronouns].sort()).toEqual(['kiu', 'kiuj', 'kiujn', 'kiun']);
  });

  it.each([{ of: pairs }, { of: short }])('translates equal sentences equally', ({ of }) => {
    const translations = new Map<string, string>();
    for (const { source, target } of of) {
      const known = translations.get(source.join(' '));
      if (known !== undefined) expect(target.join(' ')).toBe(known);
      translations.set(source.join(' '), target.join(' '));
    }
  });

  it('makes short sentences often enough to see some twice, so that the test above compares something', () => {
    expect(new Set(short.map(({ source }) => source.join(' '))).size).toBeLessThan(short.length);
  });

  it('links places that exist, each once', () => {
    const wrong = pairs.filter(
      ({ source, target, links }) =>
        new Set(links.map((link) => link.join())).size !== links.length ||
        links.some(([place, from]) => target[place] === undefined || source[from] === undefined),
    );
    expect(wrong).toEqual([]);
  });

  it('knows what words of grammar belong to', () => {
    const links = pairs.flatMap(({ source, target, grammar }) =>
      grammar.map(([place, from]) => `${target[place]!} ${source[from]!}`),
    );
    expect(links).toContain('tiu king');
    expect(links).toContain('povas see');
    // The article that an owner brings belongs to what is owned.
    const owned = short.find(({ source }) => /^the \w+ 's \w+ sleeps$/.test(source.join(' ')))!;
    expect(owned.grammar).toContainEqual([0, 3]);
  });

  it('moves adjectives behind their noun and verbs behind their object', () => {
    const word = (text: string, of: readonly string[]) => of.indexOf(text);
    const described = pairs.find(({ source }) => / big dog/.test(source.join(' ')))!;
    expect(described.target.join(' ')).toMatch(/hundon? granda/);
    const simple = short.find(({ source }) => /^the \w+ sees the \w+$/.test(source.join(' ')))!;
    expect(word('vidas', simple.target)).toBe(simple.target.length - 1);
    expect(word('sees', simple.source)).toBe(2);
    expect(simple.links).toContainEqual([simple.target.length - 1, 2]);
  });

  it('gives the same sentences for the same seed, and a longer corpus begins with the shorter one', () => {
    expect(madeSentences(50, rng(3), { words: [4, 60] })).toEqual(pairs.slice(0, 50));
    expect(madeSentences(50, rng(4), { words: [4, 60] })).not.toEqual(pairs.slice(0, 50));
  });

  it('has more rare words if asked to', () => {
    const rare = (rareShare: number) =>
      phenomenaOf(madeSentences(500, rng(1), { words: [10, 20], rareShare })).sourceVocabulary;
    expect(rare(0.5)).toBeGreaterThan(rare(0) + 50);
  });

  it.each([
    [{ words: [3, 10] as const }, /expected two whole numbers from 4 to 60, the smaller one first, found \[3, 10\]/],
    [{ words: [10, 61] as const }, /found \[10, 61\]/],
    [{ words: [12, 10] as const }, /found \[12, 10\]/],
    [{ rareShare: 1.5 }, /rareShare: expected a number from 0 to 1, found 1.5/],
  ])('refuses %j', (options, message) => {
    expect(() => madeSentences(1, rng(1), options)).toThrow(message);
  });
});
