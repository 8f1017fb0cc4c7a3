import { type SearchOptions } from './translate.js';

/** Options of a search with the quality that they reached. */
export interface ChosenSearch {
  readonly options: SearchOptions;
  readonly quality: number;
}

/**
 * The search with the highest quality on held-out sentences; of equal ones the first, so put the cheapest in front.
 * @param quality translates held-out sentences with these options, and scores them
 * @returns the best, and all with their quality in the order given
 */
export function chooseSearch(
  candidates: readonly SearchOptions[],
  quality: (options: SearchOptions) => number,
): { readonly best: ChosenSearch; readonly all: readonly ChosenSearch[] } {
  const all = candidates.map((options) => ({ options, quality: quality(options) }));
  const [first, ...others] = all;
  if (first === undefined) throw new RangeError('chooseSearch: expected at least one candidate, found none.');
  return { best: others.reduce((best, one) => (one.quality > best.quality ? one : best), first), all };
}
