import { normalValues, rng } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { bleuInterval, bootstrap, bootstrapOverSeeds } from './resampling.js';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('bootstrap', () => {
  it('gives the interval that theory gives for a mean: 1.96 standard errors to each side', () => {
    const values = Array.from(normalValues(rng(1), 400, 10, 2));
    const { mean: estimate, low, high } = bootstrap(values, mean, { rng: rng(2), samples: 2000 });
    const standardError = Math.sqrt(mean(values.map((value) => (value - estimate) ** 2)) / values.length);
    expect(estimate).toBe(mean(values));
    expect((high - estimate) / standardError).toBeCloseTo(1.96, 0);
    expect((estimate - low) / standardError).toBeCloseTo(1.96, 0);
  });

  it('is a point where all items are equal, and refuses none', () => {
    expect(bootstrap([3, 3, 3], mean, { rng: rng(1) })).toEqual({ mean: 3, low: 3, high: 3 });
    expect(() => bootstrap([], mean, { rng: rng(1) })).toThrow(/found 0 items/);
  });

  it('over seeds is wider than over sentences where seeds differ', () => {
    const bySeed = [0, 5, 10].map((shift) => Array.from(normalValues(rng(shift), 200, shift, 1)));
    const over = bootstrapOverSeeds(bySeed, mean, { rng: rng(1), samples: 300 });
    const pooled = bootstrap(bySeed.flat(), mean, { rng: rng(1), samples: 300 });
    expect(over.mean).toBeCloseTo(mean(bySeed.map(mean)), 12);
    expect(over.high - over.low).toBeGreaterThan(3 * (pooled.high - pooled.low));
    expect(() => bootstrapOverSeeds([[]], mean, { rng: rng(1) })).toThrow(/at least one item for each/);
  });
});

describe('bleuInterval', () => {
  it('is an interval around the score, the same for the same seed', () => {
    const references = Array.from({ length: 40 }, (_, i) => [`a${i}`, 'b', 'c', 'd', 'e', 'f']);
    const hypotheses = references.map((words, i) => (i % 2 === 0 ? words : [...words.slice(0, 4), 'x', 'y']));
    const score = bleuInterval({ hypotheses, references }, { rng: rng(1), samples: 200 });
    expect(score.low).toBeLessThan(score.mean);
    expect(score.high).toBeGreaterThan(score.mean);
    expect(bleuInterval({ hypotheses, references }, { rng: rng(1), samples: 200 })).toEqual(score);
  });
});
