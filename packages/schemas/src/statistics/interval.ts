import { studentQuantile } from './student-t.js';

/** A mean and, from two values on, its 95 % interval. */
export type Estimate = { estimate: number; interval?: [number, number] };

export const confidence = 0.95;

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The mean of independent values with its two-sided 95 % Student-t interval,
 * `mean ± t(0.975, n - 1) · s / √n`, where s is the sample standard deviation. One value has no interval.
 *
 * @throws RangeError if there is no value.
 */
export function estimateMean(values: readonly number[]): Estimate {
  const n = values.length;
  if (n === 0) throw new RangeError('a mean needs at least one value, found none');
  const estimate = mean(values);
  if (n === 1) return { estimate };
  const variance = values.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (n - 1);
  const half = studentQuantile((1 + confidence) / 2, n - 1) * Math.sqrt(variance / n);
  return { estimate, interval: [estimate - half, estimate + half] };
}
