import { describe, expect, it } from 'vitest';
import { describeRule } from './describe-rule.js';
import { type Rule } from './rule.js';
import { numberText } from './words.js';

describe('describeRule', () => {
  it.each<[Rule, string]>([
    [{ test: 'interval-above', threshold: 0.5 }, 'the 95 % interval of the mean lies above 0.5'],
    [{ test: 'interval-below', threshold: -2, unit: 'BLEU' }, 'the 95 % interval of the mean lies below −2 BLEU'],
    [{ test: 'interval-within', low: 1, high: 2, exact: true }, 'the value is between 1 and 2'],
    [
      { test: 'difference-above', threshold: 0, unit: 'points' },
      'the 95 % interval of the mean difference to the baseline (paired by seed) lies above 0 points',
    ],
    [
      { test: 'difference-within', margin: 1 },
      'the 95 % interval of the mean difference to the baseline (paired by seed) lies between −1 and 1',
    ],
    [{ test: 'difference-below', threshold: 1, exact: true }, 'the difference to the baseline is below 1'],
    [{ test: 'trend-below', threshold: 0 }, 'the 95 % interval of the mean slope lies below 0'],
    [
      { test: 'trend-within', margin: 0.1, slope: 2, axes: 'log-log', exact: true },
      'the slope on logarithmic axes is between 1.9 and 2.1',
    ],
    [{ test: 'all-true' }, 'every outcome is true'],
  ])('%j', (rule, condition) => {
    expect(describeRule(rule)).toBe(`Holds if ${condition}; the control must not satisfy the same rule.`);
  });

  it('joins parts and adds conditions', () => {
    const rule: Rule = {
      test: 'all-of',
      parts: { a: { test: 'all-true' }, b: { test: 'interval-above', threshold: 1 } },
      conditions: { task: { chance: 0.1, ceiling: 0.99 }, parametersWithin: 0.05 },
    };
    expect(describeRule(rule)).toBe(
      'Holds if for a, every outcome is true; and for b, the 95 % interval of the mean lies above 1; ' +
        'the control must not satisfy the same rule. Decides only if the plain network is above chance (0.1) and the ' +
        'best below 0.99, and the control has the same number of parameters within 5 %.',
    );
  });
});

describe('numberText', () => {
  it.each([
    [0, '0'],
    [1234567, '1,234,567'],
    [-0.12345, '−0.1235'],
    [1234.5678, '1,235'],
    [0.1 + 0.2, '0.3'],
    [1e-9, '1e-9'],
    [1.5e25, '1.5e+25'],
  ])('writes %d as %s', (value, text) => {
    expect(numberText(value)).toBe(text);
  });
});
