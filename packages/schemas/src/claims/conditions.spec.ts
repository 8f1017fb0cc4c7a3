import { describe, expect, it } from 'vitest';
import { decide } from './decide.js';
import { type Evidence } from './evidence.js';
import { type Rule } from './rule.js';

const base: Evidence = { seeds: [1, 2], values: [5, 5], control: { values: [-1, -1] } };

describe('the task condition', () => {
  const rule: Rule = { test: 'interval-above', threshold: 0, conditions: { task: { chance: 0.1, ceiling: 0.99 } } };

  it('lets a sensible task decide', () => {
    expect(decide(rule, { ...base, task: { plain: [0.7, 0.71], best: [0.9, 0.91] } }).verdict).toBe('holds');
  });

  it('does not decide where the plain network guesses', () => {
    // Mean 0.2, but two seeds so far apart that chance lies inside the interval.
    const decision = decide(rule, { ...base, task: { plain: [0.15, 0.25], best: [0.9, 0.9] } });
    expect(decision.verdict).toBe('not decided');
    expect(decision.reason).toContain('not surely above chance (0.1)');
  });

  it('does not decide where the best network makes no mistakes', () => {
    const decision = decide(rule, { ...base, task: { plain: [0.7, 0.71], best: [0.99, 0.995] } });
    expect(decision.verdict).toBe('not decided');
    expect(decision.reason).toContain('too easy to decide');
  });

  it('demands the accuracies', () => {
    expect(() => decide(rule, base)).toThrow('the evidence needs "task": {plain, best}');
    expect(() => decide(rule, { ...base, task: { plain: [], best: [1] } })).toThrow('at least one accuracy');
  });
});

describe('the budget condition', () => {
  const rule: Rule = { test: 'interval-above', threshold: 0, conditions: { parametersWithin: 0.05 } };
  const withParameters = (measured: number, control: number): Evidence => ({
    ...base,
    parameters: measured,
    control: { values: [-1, -1], parameters: control },
  });

  it('allows the given fraction, and no more', () => {
    expect(decide(rule, withParameters(1000, 1050)).verdict).toBe('holds');
    expect(decide(rule, withParameters(1000, 950)).verdict).toBe('holds');
    const decision = decide(rule, withParameters(1000, 940));
    expect(decision.verdict).toBe('not decided');
    expect(decision.reason).toBe('The control has 940 parameters and the measured network 1,000, more than 5 % apart.');
  });

  it('demands both counts', () => {
    expect(() => decide(rule, base)).toThrow('the evidence and its control both need "parameters"');
  });
});
