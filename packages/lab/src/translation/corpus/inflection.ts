/** Case and number, which nouns, adjectives, possessives and relative pronouns of the target share. */
export interface Agreement {
  readonly plural: boolean;
  readonly accusative: boolean;
}

export type Tense = 'present' | 'past' | 'future' | 'infinitive';

const tenseEndings: Readonly<Record<Tense, string>> = { present: 'as', past: 'is', future: 'os', infinitive: 'i' };

/** -o, -a and -u words of Esperanto take -j in the plural and -n in the accusative. */
export function agreeing(word: string, { plural, accusative }: Agreement): string {
  return word + (plural ? 'j' : '') + (accusative ? 'n' : '');
}

export function esperantoVerb(root: string, tense: Tense): string {
  return root + tenseEndings[tense];
}

/** The regular English -s, of plural nouns and of verbs in the third person: dog-s, church-es, city, cit-ies. */
export function withS(word: string): string {
  if (/(s|x|ch|sh)$/.test(word)) return `${word}es`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
}

/** The regular English past: help-ed, love-d, carry, carr-ied. */
export function withEd(verb: string): string {
  if (verb.endsWith('e')) return `${verb}d`;
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`;
  return `${verb}ed`;
}

/** The English -ing: help-ing, lov-ing, see-ing. Doubled letters are given by the lexicon. */
export function withIng(verb: string): string {
  return /[^e]e$/.test(verb) ? `${verb.slice(0, -1)}ing` : `${verb}ing`;
}
