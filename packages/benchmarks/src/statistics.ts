/** A set of timings in three numbers, all in the unit of the timings: the middle, and the middle half. */
export interface Spread {
  readonly median: number;
  /** A quarter of the timings is below. */
  readonly low: number;
  /** A quarter of the timings is above. */
  readonly high: number;
}

/** @throws RangeError without any value */
export function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('spread: expected at least one value, found none.');
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

/** Linear between the two nearest values, as most tools do. */
function quantile(sorted: readonly number[], part: number): number {
  const place = part * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
}
