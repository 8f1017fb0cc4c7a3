import { describe, expect, it } from 'vitest';
import { concatenated, loadMulti30k, parallelText } from './multi30k.js';

const names = { source: 'a.en', target: 'a.de' };

describe('parallelText', () => {
  it('reads lines in step, with or without a line feed at the end', () => {
    const pairs = [
      { source: ['a', 'dog', '.'], target: ['ein', 'hund', '.'] },
      { source: ['two'], target: ['zwei'] },
    ];
    expect(parallelText('a dog .\ntwo\n', 'ein hund .\nzwei', names)).toEqual(pairs);
    expect(parallelText(' a  dog .\r\ntwo \n', 'ein hund .\nzwei\n', names)).toEqual(pairs);
  });

  it('refuses files of different length, and names empty lines', () => {
    expect(() => parallelText('a\nb\n', 'c\n', names)).toThrow(/a.en has 2 lines and a.de 1: expected as many/);
    expect(() => parallelText('a\n \n', 'c\nd\n', names)).toThrow(/a.en, line 2: expected words, found none/);
    expect(() => parallelText('a\nb\n', 'c\n\n', names)).toThrow(/a.de, line 2/);
  });
});

describe('concatenated', () => {
  it('joins neighbours to the length asked for, and leaves out what is too long', () => {
    const pair = (length: number, name: string) => ({ source: Array<string>(length).fill(name), target: [name] });
    const joined = concatenated([pair(3, 'a'), pair(4, 'b'), pair(2, 'c'), pair(9, 'd'), pair(1, 'e')], [5, 8]);
    expect(joined).toEqual([{ source: ['a', 'a', 'a', 'b', 'b', 'b', 'b'], target: ['a', 'b'] }]);
  });
});

describe.skipIf(process.env['ATLAS_DATA_MIRROR'] === undefined)('loadMulti30k (needs ATLAS_DATA_MIRROR)', () => {
  it.each(['de', 'fr'] as const)('has the published numbers of pairs, en-%s', async (target) => {
    const { train, validation, test } = await loadMulti30k(target);
    expect([train.length, validation.length, test.length]).toEqual([29000, 1014, 1000]);
    expect(train[0]!.source.join(' ')).toBe('two young , white males are outside near many bushes .');
  });
});

describe('loadMulti30k', () => {
  it('says which file is missing and where it looked', async () => {
    const nowhere = { environment: {}, cache: '/nonexistent-cache', mirror: '/nonexistent-mirror' };
    const offline = () => Promise.reject(new Error('no network'));
    await expect(loadMulti30k('de', { ...nowhere, fetch: offline })).rejects.toThrow();
  });
});
