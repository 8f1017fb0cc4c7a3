import { expect, it } from 'vitest';
import { chooseSearch } from './choose.js';

it('takes the search with the highest quality, the first of equal ones, and keeps all numbers', () => {
  const quality = { 1: 30, 4: 33, 8: 33 } as const;
  const candidates = ([1, 4, 8] as const).map((beam) => ({ beam }));
  const { best, all } = chooseSearch(candidates, ({ beam }) => quality[beam as 1 | 4 | 8]);
  expect(best).toEqual({ options: { beam: 4 }, quality: 33 });
  expect(all.map((one) => one.quality)).toEqual([30, 33, 33]);
  expect(() => chooseSearch([], () => 0)).toThrow(/at least one candidate/);
});
