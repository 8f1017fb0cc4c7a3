/** A translation with what the network looked at, one row for each word written and for the end mark. */
export type Translation = {
  source: string[];
  written: string[];
  /** `weights[written][read]`, end marks included; empty for a network without attention. */
  weights: number[][];
  /** Places of source words that the network has never seen. */
  unknown: number[];
};

/** Sentences of the grammar, from easy to long. */
export const exampleSentences = [
  'a good man in the hat slept',
  'always you paint the big light blue man',
  'every very sad tired thief helps the brother',
  "you saw the doctor's postcard that a man hid",
  'here we cannot see this letter that this doctor helped',
  'now the cat sees a police officer but he is finding every woman although some big weak foxes slept',
] as const;

const mostWords = 30;

/** Words as the grammar writes them: lower case but for "I", the genitive as a word of its own, no other signs. */
export function grammarWords(sentence: string): string[] {
  return sentence
    .replace(/[’']s\b/g, " 's")
    .split(/[^\p{Letter}\p{Number}'-]+/u)
    .filter((word) => word !== '')
    .slice(0, mostWords)
    .map((word) => (word === 'I' ? word : word.toLowerCase()));
}
