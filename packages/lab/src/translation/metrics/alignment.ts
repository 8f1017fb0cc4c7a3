import { type Link } from '../corpus/made-sentences.js';

/** How well links agree with gold ones. All gold links are sure ones, so AER is 1 minus their harmonic mean. */
export type AlignmentScore = { precision: number; recall: number; errorRate: number };

/** Links found and gold links of one sentence. */
export interface Alignment {
  readonly found: readonly Link[];
  readonly gold: readonly Link[];
}

/**
 * Alignment error rate (Och and Ney, 2003), precision and recall over a corpus:
 *   precision = |A ∩ G| / |A|,  recall = |A ∩ G| / |G|,  AER = 1 - 2 |A ∩ G| / (|A| + |G|).
 * @throws RangeError if there is no gold link, or none was found
 */
export function alignmentScore(alignments: readonly Alignment[]): AlignmentScore {
  let [common, found, gold] = [0, 0, 0];
  for (const sentence of alignments) {
    const goldKeys = new Set(sentence.gold.map(key));
    const foundKeys = new Set(sentence.found.map(key));
    common += [...foundKeys].filter((link) => goldKeys.has(link)).length;
    found += foundKeys.size;
    gold += goldKeys.size;
  }
  if (gold === 0 || found === 0) {
    throw new RangeError(`alignmentScore: expected links on both sides, found ${found} links and ${gold} gold links.`);
  }
  return { precision: common / found, recall: common / gold, errorRate: 1 - (2 * common) / (found + gold) };
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
