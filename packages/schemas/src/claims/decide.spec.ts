import { describe, expect, it } from 'vitest';
import { decide } from './decide.js';
import { EvidenceError } from './evidence-error.js';
import { type Evidence } from './evidence.js';
import { type Rule, type Verdict } from './rule.js';

const seeds = [1, 2, 3, 4];
// Mean 5 with the interval 0.8915 to 9.1085 in every case below that uses these values.
const values = [2, 4, 6, 8];
const far = { values: [-50, -50, -50, -50] };

function verdict(
  rule: Rule,
  evidence: Partial<Evidence> & { values: Evidence extends never ? never : number[] },
): Verdict {
  return decide(rule, { seeds, control: far, ...evidence }).verdict;
}

describe('decide, on the interval of a mean', () => {
  it.each<[Rule, Verdict]>([
    [{ test: 'interval-above', threshold: 0.89 }, 'holds'],
    [{ test: 'interval-above', threshold: 0.9 }, 'not decided'],
    [{ test: 'interval-above', threshold: 5 }, 'not decided'],
    [{ test: 'interval-above', threshold: 9.2 }, 'fails'],
    [{ test: 'interval-within', low: 0, high: 10 }, 'holds'],
    [{ test: 'interval-within', low: 0, high: 9 }, 'not decided'],
    [{ test: 'interval-within', low: 10, high: 20 }, 'fails'],
  ])('%j: %s', (rule, expected) => {
    expect(verdict(rule, { values })).toBe(expected);
  });

  it.each<[number, Verdict]>([
    [9.2, 'holds'],
    [9, 'not decided'],
    [0.5, 'fails'],
  ])('interval-below %d: %s', (threshold, expected) => {
    expect(verdict({ test: 'interval-below', threshold }, { values, control: { values: [50, 50, 50, 50] } })).toBe(
      expected,
    );
  });

  it('says estimate, interval and reason', () => {
    const decision = decide({ test: 'interval-above', threshold: 0, unit: 'BLEU' }, { seeds, values, control: far });
    expect(decision.measured.estimate).toBe(5);
    expect(decision.measured.interval?.[0]).toBeCloseTo(0.89148, 5);
    expect(decision.reason).toBe(
      'The mean of the measured system is 5 BLEU; its 95 % interval, 0.8915 to 9.109 (4 seeds), lies above 0 BLEU.',
    );
    expect(decision.control).toMatchObject({ verdict: 'fails', estimate: -50, interval: [-50, -50] });
  });

  it('treats a value on the threshold as not above it', () => {
    expect(verdict({ test: 'interval-above', threshold: 3 }, { values: [3, 3, 3, 3] })).toBe('fails');
  });

  it('does not decide on one seed', () => {
    const decision = decide(
      { test: 'interval-above', threshold: 0 },
      { seeds: [1], values: [9], control: { values: [-9] } },
    );
    expect(decision.verdict).toBe('not decided');
    expect(decision.reason).toContain('one seed gives no interval');
  });
});

describe('decide, on paired differences', () => {
  it('pairs by seed: seeds that differ much do not hide a steady difference', () => {
    const baseline = [10, 50, 20, 90];
    const better = baseline.map((value, i) => value + 1 + 0.1 * i);
    const worse = { values: baseline.map((value) => value - 1), baseline };
    const evidence = { values: better, baseline, control: worse };
    expect(verdict({ test: 'difference-above', threshold: 0.5 }, evidence)).toBe('holds');
    expect(verdict({ test: 'interval-above', threshold: 45 }, { values: better })).toBe('not decided');
    expect(
      verdict({ test: 'difference-below', threshold: 0 }, { ...evidence, control: { values: better, baseline } }),
    ).toBe('fails');
  });

  it('calls equal what lies inside the margin, with its ends', () => {
    const baseline = [0.98, 0.97, 0.98, 0.97];
    const apart = { values: [0.5, 0.5, 0.5, 0.5], baseline };
    const equal = (difference: number): Verdict =>
      verdict(
        { test: 'difference-within', margin: 0.01 },
        { values: baseline.map((b) => b + difference), baseline, control: apart },
      );
    expect(equal(0)).toBe('holds');
    expect(equal(0.01)).toBe('holds');
    expect(equal(-0.01)).toBe('holds');
    expect(equal(0.0101)).toBe('fails');
  });

  it('does not call equal what only was not found to differ', () => {
    const baseline = [0, 0, 0, 0];
    const noisy = verdict(
      { test: 'difference-within', margin: 1 },
      { values: [-3, 3, -2, 2], baseline, control: { values: [9, 9, 9, 9], baseline } },
    );
    expect(noisy).toBe('not decided');
  });
});

describe('decide, on trends', () => {
  const x = [1, 2, 4];
  const falling: number[][] = [
    [10, 8, 4],
    [11, 9, 5],
  ];
  const flat: number[][] = [
    [3, 3, 3],
    [4, 4, 4],
  ];

  it('fits a line to the curve of each seed', () => {
    const evidence: Evidence = { seeds: [1, 2], values: falling, x, control: { values: flat, x } };
    const decision = decide({ test: 'trend-below', threshold: -1 }, evidence);
    expect(decision.verdict).toBe('holds');
    expect(decision.measured.estimate).toBeCloseTo(-2, 12);
    expect(decision.control.verdict).toBe('fails');
  });

  it('finds the exponent of a power law on logarithmic axes', () => {
    const quadratic = [[3, 12, 48]];
    const linear = { values: [[3, 6, 12]], x };
    const rule: Rule = { test: 'trend-within', margin: 0.05, slope: 2, axes: 'log-log', exact: true };
    const decision = decide(rule, { seeds: [], values: quadratic, x, control: linear });
    expect(decision.verdict).toBe('holds');
    expect(decision.measured.estimate).toBeCloseTo(2, 12);
    expect(decision.control.estimate).toBeCloseTo(1, 12);
  });

  it('says what is wrong with a curve', () => {
    const evidence: Evidence = { seeds: [1], values: [[1, 2]], x, control: { values: flat, x } };
    expect(() => decide({ test: 'trend-above', threshold: 0 }, evidence)).toThrow(
      'curve 0 of the measured system must have one entry for each x: expected 3, found 2',
    );
    const negative: Evidence = { seeds: [1], values: [[1, 0, 1]], x, control: { values: [[1, 1, 1]], x } };
    expect(() => decide({ test: 'trend-above', threshold: 0, axes: 'log-log' }, negative)).toThrow(
      'must be above 0 everywhere',
    );
  });
});

describe('decide, on exact values and outcomes', () => {
  it('compares an exact value as it is', () => {
    const rule: Rule = { test: 'interval-within', low: 2_514_944, high: 2_514_944, exact: true, unit: 'parameters' };
    const decision = decide(rule, { seeds: [], values: [2_514_944], control: { values: [2_514_945] } });
    expect(decision.verdict).toBe('holds');
    expect(decision.reason).toBe(
      'The value of the measured system is 2,514,944 parameters, which is between 2,514,944 and 2,514,944 parameters.',
    );
    expect(() => decide(rule, { seeds: [], values: [1, 2], control: { values: [1] } })).toThrow(
      'must have one value, found 2',
    );
  });

  it('needs every outcome to be true', () => {
    const rule: Rule = { test: 'all-true' };
    const control = { values: [true, false] };
    expect(decide(rule, { seeds: [], values: [true, true, true], control }).verdict).toBe('holds');
    const failed = decide(rule, { seeds: [], values: [true, false, true], control });
    expect(failed.verdict).toBe('fails');
    expect(failed.reason).toBe('2 of 3 outcomes of the measured system are true.');
    expect(() => decide(rule, { seeds: [], values: [], control })).toThrow('an empty list would always be true');
  });
});

describe('decide, on several parts', () => {
  const rule: Rule = {
    test: 'all-of',
    parts: {
      'encoder-decoder': { test: 'interval-below', threshold: -20, unit: 'BLEU' },
      search: { test: 'interval-above', threshold: -5, unit: 'BLEU' },
    },
  };
  const part = (a: number, b: number): Evidence['control'] => ({
    parts: { 'encoder-decoder': { values: [a, a, a, a] }, search: { values: [b, b, b, b] } },
  });

  it('holds if all parts hold, fails if one fails', () => {
    expect(decide(rule, { seeds, ...part(-40, -2), control: part(-2, -2) }).verdict).toBe('holds');
    const decision = decide(rule, { seeds, ...part(-40, -9), control: part(-2, -2) });
    expect(decision.verdict).toBe('fails');
    expect(decision.measured.parts?.['encoder-decoder']?.verdict).toBe('holds');
    expect(decision.measured.parts?.['search']?.verdict).toBe('fails');
  });

  it('names the part that is missing, unknown or out of place', () => {
    const control = part(-2, -2);
    const only = { parts: { search: { values } } };
    expect(() => decide(rule, { seeds, ...only, control })).toThrow(
      'the measured system lacks the part "encoder-decoder"',
    );
    const more = { parts: { ...('parts' in control ? control.parts : {}), other: { values } } };
    expect(() => decide(rule, { seeds, ...more, control })).toThrow('parts that the rule does not have: other');
    expect(() => decide(rule, { seeds, values, control })).toThrow('the measured system has no "parts"');
    expect(() => decide({ test: 'all-true' }, { seeds, ...control, control })).toThrow('has "parts", but the rule');
  });
});

describe('decide, on the control', () => {
  it('does not decide if the control satisfies the rule, whatever was measured', () => {
    const rule: Rule = { test: 'interval-above', threshold: 0 };
    const high = { values: [9, 9, 9, 9] };
    const decision = decide(rule, { seeds, ...high, control: high });
    expect(decision.verdict).toBe('not decided');
    expect(decision.measured.verdict).toBe('holds');
    expect(decision.reason).toMatch(/^The control satisfies the same rule, so the measurement shows nothing: /);
    expect(decide(rule, { seeds, ...far, control: high }).verdict).toBe('not decided');
  });
});

describe('decide, on evidence of the wrong form', () => {
  const rule: Rule = { test: 'interval-above', threshold: 0 };

  it.each<[string, Evidence, string]>([
    [
      'too few values',
      { seeds, values: [1, 2], control: far },
      'the values of the measured system must have one entry for each seed: expected 4, found 2',
    ],
    ['NaN', { seeds, values: [1, NaN, 2, 3], control: far }, 'must be finite numbers, found NaN at position 1'],
    [
      'a short control',
      { seeds, values, control: { values: [1] } },
      'the values of the control must have one entry for each seed',
    ],
    ['a seed twice', { seeds: [1, 2, 2, 3], values, control: far }, 'seed 2 appears twice'],
    ['nothing', { seeds: [], values: [], control: { values: [] } }, 'has no values: give one for each seed'],
    ['booleans', { seeds, values: [true, true, true, true], control: far }, 'must be finite numbers, found true'],
  ])('refuses %s', (_name, evidence, message) => {
    expect(() => decide(rule, evidence)).toThrow(EvidenceError);
    expect(() => decide(rule, evidence)).toThrow(message);
  });

  it('refuses a difference without a baseline, or with another length', () => {
    const difference: Rule = { test: 'difference-above', threshold: 0 };
    expect(() => decide(difference, { seeds, values, control: far })).toThrow('the measured system has no "baseline"');
    expect(() => decide(difference, { seeds, values, baseline: [1], control: far })).toThrow(
      'one entry for each value: expected 4, found 1',
    );
  });
});
