import { type Link } from '../corpus/made-sentences.js';

/** How well found links agree with gold ones. */
export type AlignmentScore = { precision: number; recall: number; errorRate: number };

/** Links found and gold links of one sentence. */
export interface Alignment {
  readonly found: readonly Link[];
  /** Links that must be found. */
  readonly sure: readonly Link[];
  /** Links that may be found; sure ones are possible whether they stand here or not. Default: the sure ones alone. */
  readonly possible?: readonly Link[];
}

/**
 * Alignment error rate (Och and Ney, 2003), precision and recall over a corpus, of links A with sure ones S and possible
 * ones P, of which S is a part:
 *   precision = |A ∩ P| / |A|,  recall = |A ∩ S| / |S|,  AER = 1 - (|A ∩ S| + |A ∩ P|) / (|A| + |S|).
 * @throws RangeError if there is no sure link, or none was found
 */
export function alignmentScore(alignments: readonly Alignment[]): AlignmentScore {
  const sums = { found: 0, sure: 0, foundSure: 0, foundPossible: 0 };
  for (const { found, sure, possible = [] } of alignments) {
    const sureKeys = new Set(sure.map(key));
    const possibleKeys = new Set([...sureKeys, ...possible.map(key)]);
    const foundKeys = [...new Set(found.map(key))];
    sums.found += foundKeys.length;
    sums.sure += sureKeys.size;
    sums.foundSure += foundKeys.filter((link) => sureKeys.has(link)).length;
    sums.foundPossible += foundKeys.filter((link) => possibleKeys.has(link)).length;
  }
  if (sums.sure === 0 || sums.found === 0) {
    throw new RangeError(
      `alignmentScore: expected links on both sides, found ${sums.found} links and ${sums.sure} sure gold links.`,
    );
  }
  return {
    precision: sums.foundPossible / sums.found,
    recall: sums.foundSure / sums.sure,
    errorRate: 1 - (sums.foundSure + sums.foundPossible) / (sums.found + sums.sure),
  };
}

const key = ([target, source]: Link): string => `${target}-${source}`;

/**
 * The links that attention shows: every target word is linked to its heaviest source word, and to every other one that
 * has at least `share` of that weight, so that a word may have several and an inserted word gets one.
 * @param weights weights[target][source]
 * @param share in (0, 1]; 1 keeps the heaviest alone
 */
export function linksOfWeights(weights: readonly (readonly number[])[], share = 0.5): Link[] {
  if (!(share > 0 && share <= 1)) {
    throw new RangeError(`linksOfWeights share: expected a number above 0 and up to 1, found ${share}.`);
  }
  return weights.flatMap((row, target) => {
    const least = share * Math.max(...row);
    return row.flatMap((weight, source): Link[] => (weight >= least ? [[target, source]] : []));
  });
}
