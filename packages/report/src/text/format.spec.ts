import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDay,
  formatInterval,
  formatNumber,
  formatSeconds,
  formatSigned,
  plural,
  slug,
  withMinus,
  wordsOf,
} from './format.js';

describe('numbers for readers', () => {
  it.each([
    [0.123456, undefined, '0.123'],
    [25557032, undefined, '25,557,032'],
    [-0.5, 2, '\u22120.50'],
    [-0.0001, 2, '0.00'],
    [0, undefined, '0'],
    [Number.NaN, undefined, 'not a number'],
    [Number.NEGATIVE_INFINITY, undefined, '\u2212∞'],
  ])('%d with %s places is %s', (value, decimals, text) => {
    expect(formatNumber(value, decimals)).toBe(text);
  });
  it('marks only true gains with a plus', () => {
    expect(formatSigned(0.02, 2)).toBe('+0.02');
    expect(formatSigned(0.001, 2)).toBe('0.00');
    expect(formatSigned(-3)).toBe('\u22123');
  });
  it('formats intervals, bytes, durations, days and counts', () => {
    expect(formatInterval(-0.1, 0.25, 2)).toBe('[\u22120.10, 0.25]');
    expect([formatBytes(12), formatBytes(4300), formatBytes(2.5e6)]).toEqual(['12 bytes', '4.3 kB', '2.5 MB']);
    expect([formatSeconds(0.02), formatSeconds(4.25), formatSeconds(600)]).toEqual(['20 ms', '4.3 s', '10 min']);
    expect(formatDay('2026-03-01T23:00:00Z')).toBe('1 March 2026');
    expect([plural(1, 'claim'), plural(2, 'claim')]).toEqual(['1 claim', '2 claims']);
  });
  it('sets a minus before a number, and leaves hyphens, dates, ranges and names', () => {
    expect(withMinus('-1.0 (-6.2 to 4.2), SK -12 %')).toBe('−1.0 (−6.2 to 4.2), SK −12 %');
    expect(withMinus('1998-11, 3-5 words, ResNet-50, e-5, --p')).toBe('1998-11, 3-5 words, ResNet-50, e-5, --p');
  });
  it('reads a name in code as words', () => {
    expect(['errorRate', 'bleuInEightBits', 'RNNsearch', 'd_k', 'the whole', 'IoU'].map(wordsOf)).toEqual([
      'error rate',
      'bleu in eight bits',
      'RNNsearch',
      'd_k',
      'the whole',
      'IoU',
    ]);
  });
  it('makes fragment identifiers from any heading', () => {
    expect(slug('  The form f(g(x), x)! ')).toBe('the-form-f-g-x-x');
    expect(slug('***')).toBe('section');
  });
});
