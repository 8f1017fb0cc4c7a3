import { describe, expect, it } from 'vitest';
import { spread } from './statistics.js';

describe('spread', () => {
  it('is the middle and the middle half', () => {
    expect(spread([5, 1, 3, 2, 4])).toEqual({ median: 3, low: 2, high: 4 });
  });

  it('goes between values', () => {
    expect(spread([1, 2])).toEqual({ median: 1.5, low: 1.25, high: 1.75 });
  });

  it('refuses nothing', () => {
    expect(() => spread([])).toThrow('expected at least one value');
  });
});
