import { child, type Rng, uniformValues } from '@atlas/tensor';
import { type OverSeeds } from '../../metrics/over-seeds.js';
import { bleuCounts, bleuOfCounts, sumOfCounts, type Translations } from './bleu.js';

export interface ResamplingOptions {
  readonly rng: Rng;
  /** Samples drawn. Default 1000. */
  readonly samples?: number;
}

/**
 * A number computed from sentences, with the 95 % interval of its bootstrap over sentences (Efron, 1979; for BLEU Koehn,
 * 2004): as many sentences are drawn with replacement, again and again, and the interval is that of the middle 95 %.
 * @param statistic of some of the items
 */
export function bootstrap<T>(
  items: readonly T[],
  statistic: (sample: readonly T[]) => number,
  { rng, samples = 1000 }: ResamplingOptions,
): OverSeeds {
  if (items.length === 0 || !Number.isInteger(samples) || samples < 1) {
    throw new RangeError(
      `bootstrap: expected at least one item and one sample, found ${items.length} items and ${samples} samples.`,
    );
  }
  const values = Array.from({ length: samples }, (_, i) => {
    const draws = uniformValues(child(rng, i), items.length);
    return statistic(Array.from(draws, (draw) => items[Math.floor(draw * items.length)]!));
  }).sort((a, b) => a - b);
  return { mean: statistic(items), low: quantile(values, 0.025), high: quantile(values, 0.975) };
}

/**
 * The same over seeds and over sentences: each sample draws seeds with replacement, and for each drawn seed sentences.
 * The statistic of a sample is the mean over its seeds.
 */
export function bootstrapOverSeeds<T>(
  bySeed: readonly (readonly T[])[],
  statistic: (sample: readonly T[]) => number,
  { rng, samples = 1000 }: ResamplingOptions,
): OverSeeds {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const again = (items: readonly T[], of: Rng): number => {
    const draws = uniformValues(of, items.length);
    return statistic(Array.from(draws, (draw) => items[Math.floor(draw * items.length)]!));
  };
  if (bySeed.length === 0 || bySeed.some((items) => items.length === 0)) {
    throw new RangeError('bootstrapOverSeeds: expected at least one seed, and at least one item for each.');
  }
  const values = Array.from({ length: samples }, (_, i) => {
    const ofSample = child(rng, i);
    const chosen = uniformValues(child(ofSample, 'seeds'), bySeed.length);
    return mean(Array.from(chosen, (draw, j) => again(bySeed[Math.floor(draw * bySeed.length)]!, child(ofSample, j))));
  }).sort((a, b) => a - b);
  return { mean: mean(bySeed.map(statistic)), low: quantile(values, 0.025), high: quantile(values, 0.975) };
}

/** BLEU of a corpus with its 95 % interval over sentences. */
export function bleuInterval(translations: Translations, options: ResamplingOptions): OverSeeds {
  return bootstrap(bleuCounts(translations), (counts) => bleuOfCounts(sumOfCounts(counts)), options);
}

/** Linear between the two nearest values, as numpy's default. */
function quantile(sorted: readonly number[], at: number): number {
  const place = at * (sorted.length - 1);
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (high - low) * (place - below);
}
