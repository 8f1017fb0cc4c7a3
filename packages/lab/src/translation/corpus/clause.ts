import { type Chance } from './chance.js';
import { agreeing, esperantoVerb, type Tense } from './inflection.js';
import { type Entry, lexicon, type Verb } from './lexicon.js';
import { nounPhrase, type NounPhrase } from './noun-phrase.js';
import { arrange, linked, nothing, type Phrase } from './phrase.js';

const byItself: Entry = { source: [], target: [] };

/**
 * [here] the man [that …] sees the dog [that … | in the garden] → la viro [kiu …] la hundon [kiu …] [ĉi tie] vidas.
 * The verb of every clause moves to its end, with its negation and its adverb.
 */
export function clause(chance: Chance, room: number): Phrase {
  const front = chance.happens(0.35) ? chance.early(lexicon.sentenceAdverbs) : byItself;
  const near = front === byItself && chance.happens(0.3) ? chance.early(lexicon.verbAdverbs) : byItself;
  const [first, adverb] = [linked(front.source, front.target), linked(near.source, near.target)];
  const subject = chance.happens(0.2) && room > 5 ? pronoun(chance) : extendedNounPhrase(chance, true, false, room);
  const transitive = chance.happens(0.75);
  const verb = verbGroup(chance, chance.early(transitive ? lexicon.transitive : lexicon.intransitive), subject);
  const object = transitive ? extendedNounPhrase(chance, chance.happens(0.4), true, room).phrase : nothing;
  return arrange([first, adverb, subject.phrase, verb, object], [first, subject.phrase, object, adverb, verb]);
}

function pronoun(chance: Chance): NounPhrase {
  const { source, target } = chance.oneOf(lexicon.pronouns);
  return { phrase: linked(source, target), plural: !['he', 'she'].includes(source[0]!) };
}

/** A noun phrase with a relative clause or a place behind it, so that what follows a noun belongs to that noun. */
function extendedNounPhrase(chance: Chance, animate: boolean, accusative: boolean, room: number): NounPhrase {
  const head = nounPhrase(chance, { animate, accusative, adjectives: 2, possessor: true });
  if (room > 8 && chance.happens(0.2)) {
    const relative = relativeClause(chance, head.plural, animate);
    return { ...head, phrase: arrange([head.phrase, relative]) };
  }
  if (room > 5 && chance.happens(0.2)) return { ...head, phrase: arrange([head.phrase, place(chance)]) };
  return head;
}

function place(chance: Chance): Phrase {
  const { source, target } = chance.early(lexicon.prepositions);
  const { phrase } = nounPhrase(chance, { animate: false, accusative: false, adjectives: 1, possessor: false });
  return arrange([linked(source, target), phrase]);
}

/** that sees the dog → kiu la hundon vidas; that the dog sees → kiun la hundo vidas. The pronoun agrees with its noun. */
function relativeClause(chance: Chance, plural: boolean, animate: boolean): Phrase {
  const isObject = !animate || chance.happens(0.4);
  const relative = linked(['that'], [agreeing('kiu', { plural, accusative: isObject })]);
  const other = nounPhrase(chance, {
    animate: isObject || chance.happens(0.4),
    accusative: !isObject,
    adjectives: 1,
    possessor: false,
  });
  const transitive = verbGroup(chance, chance.early(lexicon.transitive), isObject ? other : { plural });
  if (isObject) return arrange([relative, other.phrase, transitive]);
  if (chance.happens(0.3)) {
    return arrange([relative, verbGroup(chance, chance.early(lexicon.intransitive), { plural })]);
  }
  return arrange([relative, transitive, other.phrase], [relative, other.phrase, transitive]);
}

/** The verb with what belongs to it: sees, saw, will see, is seeing, does not see, cannot see. */
function verbGroup(
  chance: Chance,
  verb: Verb,
  subject: { readonly plural: boolean; readonly phrase?: Phrase },
): Phrase {
  const { plural } = subject;
  const be = subject.phrase?.source[0] === 'I' ? 'am' : plural ? 'are' : 'is';
  const finite = plural ? verb.base : verb.third;
  const said = (form: string, helpers: readonly string[], tense: Tense): Phrase =>
    linkedVerb(verb, form, helpers, tense);
  const kind = chance.oneOf([
    'simple',
    'simple',
    'simple',
    'past',
    'past',
    'future',
    'going',
    'not',
    'cannot',
  ] as const);
  switch (kind) {
    case 'simple':
      return said(finite, [], 'present');
    case 'past':
      return said(verb.past, [], 'past');
    case 'future':
      return said(verb.base, ['will'], 'future');
    case 'going':
      return said(verb.ing, [be], 'present');
    case 'not': {
      // 'does' says nothing that the target has a word for.
      const helper = linked([plural ? 'do' : 'does'], []);
      return governed([helper, linked(['not'], ['ne'])], said(verb.base, [], 'present'));
    }
    case 'cannot':
      return governed([linked(['cannot'], ['ne', 'povas'])], said(verb.base, [], 'infinitive'));
  }
}

/** Words of grammar in front of their verb. */
function governed(grammar: readonly Phrase[], verb: Phrase): Phrase {
  return arrange([...grammar, verb], undefined, { head: verb, grammar });
}

function linkedVerb(verb: Verb, form: string, helpers: readonly string[], tense: Tense): Phrase {
  const source = [...helpers, form, ...(verb.particle === undefined ? [] : [verb.particle])];
  const word = esperantoVerb(verb.root, tense);
  return linked(source, verb.reflexive ? ['sin', word] : [word]);
}
