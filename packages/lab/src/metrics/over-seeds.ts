import { estimateMean } from '@atlas/schemas';

/** A mean over seeds and its 95 % Student-t interval, flat, as charts want it. */
export type OverSeeds = { mean: number; low: number; high: number };

/** The mean of one number per seed. With a single seed the interval is a point: there is nothing to tell it from. */
export function overSeeds(values: readonly number[]): OverSeeds {
  const { estimate, interval = [estimate, estimate] } = estimateMean(values);
  return { mean: estimate, low: interval[0], high: interval[1] };
}

/**
 * The means of several numbers that every seed gives under the same names.
 * @throws RangeError if there is no record, or one lacks a name
 */
export function meanOf<Name extends string>(records: readonly Readonly<Record<Name, number>>[]): Record<Name, number> {
  const [first] = records;
  if (first === undefined) throw new RangeError('meanOf: expected at least one record, found none.');
  const names = Object.keys(first) as Name[];
  const means = names.map((name) => {
    const values = records.map((record) => record[name]);
    if (values.some((value) => value === undefined)) {
      throw new RangeError(`meanOf: expected '${name}' in every record; one lacks it.`);
    }
    return [name, overSeeds(values).mean] as const;
  });
  return Object.fromEntries(means) as Record<Name, number>;
}
