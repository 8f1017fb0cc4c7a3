import { isObject, type JsonValue } from '../json/json.js';
import { pointer } from '../json/pointer.js';
import { estimateMean } from '../statistics/interval.js';

/** One number of the results, over the seeds: its values, their mean and, from two values on, its 95 % interval. */
export type NumberSummary = { values: number[]; estimate: number; interval?: [number, number] };

/** Digits that no rounding error of a sum reaches, so that the same values give the same bytes everywhere. */
const significantDigits = 12;

const rounded = (value: number): number => Number(value.toPrecision(significantDigits));

function leaves(value: JsonValue, path: readonly string[]): [string, number][] {
  if (typeof value === 'number') return [[pointer(...path), value]];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => leaves(item as JsonValue, [...path, name]));
}

/**
 * The numbers that all results have, summarised over them: `mean ± t(0.975, n - 1) · s / √n`. Numbers inside lists are
 * left out: a list may have another length or order in another run.
 */
export function summariseNumbers(results: readonly JsonValue[]): { [pointer: string]: NumberSummary } {
  const [first, ...others] = results.map((result) => new Map(leaves(result, [])));
  const summaries: { [pointer: string]: NumberSummary } = {};
  for (const [place, value] of first ?? []) {
    const values = [value, ...others.flatMap((other) => other.get(place) ?? [])];
    if (values.length !== results.length) continue;
    const { estimate, interval } = estimateMean(values);
    summaries[place] = {
      values,
      estimate: rounded(estimate),
      ...(interval === undefined ? {} : { interval: [rounded(interval[0]), rounded(interval[1])] }),
    };
  }
  return summaries;
}
