import { child, type Rng } from '@atlas/tensor';
import { Chance } from './chance.js';
import { clause } from './clause.js';
import { lexicon } from './lexicon.js';
import { arrange, linked, type Phrase } from './phrase.js';

/** A sentence in two languages. */
export interface SentencePair {
  readonly source: readonly string[];
  readonly target: readonly string[];
}

/** A word of the target and a word of the source that translate each other: places from 0. */
export type Link = readonly [target: number, source: number];

/** A pair with its gold alignment, known because the pair was derived. */
export interface AlignedPair extends SentencePair {
  readonly links: readonly Link[];
  /** From a word of grammar to the words it belongs to, which it does not translate: 'tiu' of 'ĉi tiu' to its noun. */
  readonly grammar: readonly Link[];
}

export interface MadeSentencesOptions {
  /** Words of the source sentence, both included; all lengths are equally frequent. Default [4, 30]. */
  readonly words?: readonly [fewest: number, most: number];
  /** How often a noun is one of the rare ones, 0 to 1. Default 0.04. */
  readonly rareShare?: number;
}

/** The lengths that the grammar is made for. */
export const madeSentenceWords = { fewest: 4, most: 60 } as const;

/**
 * Makes `count` English sentences with their translations into an Esperanto of fixed word order, and the gold alignment
 * of each. Sentence i depends on the seed and on i alone. The translation is a function of the sentence.
 *
 * Adjectives stand behind their noun and agree with it in number and case; every verb stands at the end of its clause;
 * owners stand behind what they own; 'a' and 'does' have no translation; 'this' has two words; 'look for' has one.
 *
 * @throws RangeError if an option is outside its range
 */
export function madeSentences(count: number, rng: Rng, options: MadeSentencesOptions = {}): AlignedPair[] {
  const { words = [madeSentenceWords.fewest, 30], rareShare = 0.04 } = options;
  const [fewest, most] = words;
  const allowed = `whole numbers from ${madeSentenceWords.fewest} to ${madeSentenceWords.most}, the smaller one first`;
  if (
    ![fewest, most].every(Number.isInteger) ||
    fewest < madeSentenceWords.fewest ||
    most > madeSentenceWords.most ||
    fewest > most
  ) {
    throw new RangeError(`madeSentences words: expected two ${allowed}, found [${words.join(', ')}].`);
  }
  if (!(rareShare >= 0 && rareShare <= 1)) {
    throw new RangeError(`madeSentences rareShare: expected a number from 0 to 1, found ${rareShare}.`);
  }
  return Array.from({ length: count }, (_, i) => {
    const chance = new Chance(child(rng, i), rareShare);
    return aligned(sentence(chance, chance.between(fewest, most)));
  });
}

/** Clauses joined by conjunctions, drawn until one has exactly the length: a length for every sentence, not a mean. */
function sentence(chance: Chance, length: number): Phrase {
  for (;;) {
    let phrase = clause(chance, length);
    while (phrase.source.length + 4 < length) {
      const { source, target } = chance.early(lexicon.conjunctions);
      phrase = arrange([phrase, linked(source, target), clause(chance, length - phrase.source.length - 1)]);
    }
    if (phrase.source.length === length) return phrase;
  }
}

function aligned({ source, target }: Phrase): AlignedPair {
  return {
    source,
    target: target.map(({ word }) => word),
    links: target.flatMap(({ from }, place) => from.map((sourcePlace): Link => [place, sourcePlace])),
    grammar: target.flatMap(({ belongsTo }, place) => belongsTo.map((sourcePlace): Link => [place, sourcePlace])),
  };
}
