import { type AlignedPair, type Link } from '../corpus/made-sentences.js';
import { type Alignment, alignmentScore, linksOfWeights } from '../metrics/alignment.js';

/**
 * The gold links of a pair in the two kinds of Och and Ney (2003). Sure are those of single words that translate each
 * other. Possible are also those of larger units (two words for one, one for two), of which a word may be written without
 * a look because the one before it says all, and those from a word of grammar to the word it belongs to and agrees with.
 */
export function goldLinks({ links, grammar }: AlignedPair): { readonly sure: Link[]; readonly possible: Link[] } {
  const single = (side: 0 | 1, link: Link) => links.filter((other) => other[side] === link[side]).length === 1;
  return {
    sure: links.filter((link) => single(0, link) && single(1, link)),
    possible: [...links, ...grammar],
  };
}

/**
 * Links of attention beside the gold ones. Looking at the end mark of the source means: this word translates none.
 * @param weights weights[target][source] with the end marks, as `forcedWeights` gives them
 * @param share see `linksOfWeights`
 */
export function alignmentOf(pair: AlignedPair, weights: readonly (readonly number[])[], share?: number): Alignment {
  const found = linksOfWeights(weights.slice(0, pair.target.length), share);
  return { found: found.filter(([, source]) => source < pair.source.length), ...goldLinks(pair) };
}

/** The same with every link of the derivation sure and no other possible: stricter than the measure's authors. */
export function strictAlignmentOf(
  pair: AlignedPair,
  weights: readonly (readonly number[])[],
  share?: number,
): Alignment {
  return { found: alignmentOf(pair, weights, share).found, sure: pair.links };
}

/**
 * The share of the heaviest weight that makes a link with the lowest alignment error rate on held-out pairs; of equal
 * ones the first.
 * @param weights of every pair, as `forcedWeights` gives them
 */
export function chooseShare(
  pairs: readonly AlignedPair[],
  weights: readonly (readonly (readonly number[])[])[],
  shares: readonly number[] = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1],
): number {
  const rates = shares.map(
    (share) => alignmentScore(pairs.map((pair, i) => alignmentOf(pair, weights[i]!, share))).errorRate,
  );
  return shares[rates.indexOf(Math.min(...rates))]!;
}

/** Links of words that the translation moves, by what they are. */
export interface MovedLinks {
  /** Of adjectives that stand in front of their noun in the source and behind it in the target. */
  readonly adjectives: readonly Link[];
  /** Of verbs that stand in front of their object in the source and behind it in the target. */
  readonly verbs: readonly Link[];
}

const endings = { noun: /[^a]oj?n?$/, adjective: /aj?n?$/, verb: /([aio]s|i)$/ } as const;

/** Small words that end as an infinitive does. */
const noVerbs: readonly string[] = ['ĉi', 'mi', 'vi', 'li', 'ŝi', 'ni', 'ili'];

/**
 * The links that a made sentence moves past a noun. Esperanto shows by its endings which word is what. Words of grammar,
 * such as 'povas' in front of another verb, are left out: they move with it.
 */
export function movedLinks({ target, links, grammar }: AlignedPair): MovedLinks {
  const nouns = links.filter(([place]) => endings.noun.test(target[place]!));
  const moved = (kind: 'adjective' | 'verb') =>
    links.filter(
      ([place, from]) =>
        endings[kind].test(target[place]!) &&
        !noVerbs.includes(target[place]!) &&
        !grammar.some(([word]) => word === place) &&
        nouns.some(([noun, fromNoun]) => noun < place && fromNoun > from),
    );
  return { adjectives: moved('adjective'), verbs: moved('verb') };
}

/** Part of the given links whose target word looks most at a source word that it translates. */
export function shareFound(
  pairs: readonly AlignedPair[],
  weights: readonly (readonly (readonly number[])[])[],
  select: (pair: AlignedPair) => readonly Link[],
): number {
  let [right, all] = [0, 0];
  pairs.forEach((pair, i) => {
    for (const place of new Set(select(pair).map(([target]) => target))) {
      const row = weights[i]![place]!;
      const heaviest = row.indexOf(Math.max(...row));
      all += 1;
      if (pair.links.some(([target, source]) => target === place && source === heaviest)) right += 1;
    }
  });
  if (all === 0) throw new RangeError('shareFound: expected at least one link of the kind asked for, found none.');
  return right / all;
}
