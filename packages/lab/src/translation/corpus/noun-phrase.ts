import { type Chance } from './chance.js';
import { agreeing, type Agreement } from './inflection.js';
import { type Entry, lexicon, type Noun } from './lexicon.js';
import { arrange, linked, nothing, type Phrase } from './phrase.js';

export interface NounPhrase {
  readonly phrase: Phrase;
  readonly plural: boolean;
}

/** adjectives: the most there may be; possessor: whether 'the man 's' may stand in front. */
export interface NounPhraseOptions {
  readonly animate: boolean;
  readonly accusative: boolean;
  readonly adjectives: number;
  readonly possessor: boolean;
}

/**
 * [the | this | my | two …] big red dog → [la | ĉi tiu | mia | du …] hundo granda ruĝa; or
 * the man 's big dog → la hundo granda de la viro.
 */
export function nounPhrase(chance: Chance, options: NounPhraseOptions): NounPhrase {
  const plural = chance.happens(0.35);
  const agreement = { plural, accusative: options.accusative };
  const described = describedNoun(chance, options, agreement);
  if (options.possessor && chance.happens(0.15)) return { phrase: possessed(chance, described), plural };
  const front = determiner(chance, agreement, described.source[0]!);
  return { phrase: arrange([front, described], undefined, { head: described, grammar: [front] }), plural };
}

/** Adjectives move behind their noun, in their own order. */
function describedNoun(chance: Chance, { animate, adjectives }: NounPhraseOptions, agreement: Agreement): Phrase {
  const kind = animate ? 'animate' : 'inanimate';
  const noun = chance.happens(chance.rareShare)
    ? nounForms(chance.early(lexicon.rare[kind]), agreement)
    : nounForms(chance.early(lexicon[kind]), agreement);
  const described: Phrase[] = [];
  const used = new Set<Entry>();
  while (described.length < adjectives && chance.happens(0.4)) {
    const entry = chance.early(lexicon.adjectives);
    if (used.has(entry)) continue;
    used.add(entry);
    const { source, target } = entry;
    const adjective = linked(source, [agreeing(`${target[0]!}a`, agreement)]);
    const very = chance.happens(0.1) ? linked(['very'], ['tre']) : nothing;
    described.push(arrange([very, adjective]));
  }
  return arrange([...described, noun], [noun, ...described], { head: noun });
}

function nounForms({ singular, plural, roots }: Noun, agreement: Agreement): Phrase {
  const endings = roots.map((root, index) => root + (index === roots.length - 1 ? 'o' : 'a'));
  return linked(
    agreement.plural ? plural : singular,
    endings.map((word) => agreeing(word, agreement)),
  );
}

/** The target has no word for 'a'; 'this' is two words, of which the second agrees. */
function determiner(chance: Chance, agreement: Agreement, next: string): Phrase {
  const { plural } = agreement;
  const kind = chance.oneOf(['the', 'the', 'the', 'a', 'a', 'this', 'this', 'possessive', 'counted'] as const);
  switch (kind) {
    case 'the':
      return linked(['the'], ['la']);
    case 'a':
      return plural ? linked(['some'], [agreeing('kelka', agreement)]) : linked([article(next)], []);
    case 'this':
      return linked([plural ? 'these' : 'this'], ['ĉi', agreeing('tiu', agreement)]);
    case 'possessive': {
      const { source, target } = chance.oneOf(lexicon.possessives);
      return linked(source, [agreeing(target[0]!, agreement)]);
    }
    case 'counted': {
      if (!plural) return linked(['every'], [agreeing('ĉiu', agreement)]);
      const { source, target } = chance.oneOf(lexicon.numbers);
      return linked(source, target);
    }
  }
}

function article(next: string): string {
  return /^[aeiou]/.test(next) ? 'an' : 'a';
}

/** The owner moves behind what is owned, which gets an article that the source does not have. */
function possessed(chance: Chance, owned: Phrase): Phrase {
  const agreement = { plural: false, accusative: false };
  const noun = nounForms(chance.early(lexicon.animate), agreement);
  const article = determiner(chance, agreement, noun.source[0]!);
  const owner = arrange([article, noun], undefined, { head: noun, grammar: [article] });
  const mark = linked(["'s"], ['de']);
  const inserted = linked([], ['la']);
  return arrange([owner, mark, owned, inserted], [inserted, owned, mark, owner], { head: owned, grammar: [inserted] });
}
