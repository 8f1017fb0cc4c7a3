/** Ways to compute how alike a query and a key are. */
export const similarities = ['dot-product', 'cosine', 'concatenation', 'mlp'] as const;

export type SimilarityName = (typeof similarities)[number];

/** What a reader can set. */
export type AttentionChoice = {
  sentence: string;
  similarity: SimilarityName;
  /** Map the words into three spaces by Wq, Wk and Wv; else q = k = v = x. */
  mapped: boolean;
  /** Divide the scores by the root of the key size. */
  scaled: boolean;
  /** Make all word vectors equally long. */
  equalLengths: boolean;
  /** False: every word gets the same weight. */
  attention: boolean;
};

export const startChoice: AttentionChoice = {
  sentence: 'Thinking machines think about thinking',
  similarity: 'dot-product',
  mapped: false,
  scaled: true,
  equalLengths: false,
  attention: true,
};

/** Every stage of self-attention over a sentence, one row per word. */
export type AttentionSteps = {
  words: string[];
  vectors: number[][];
  queries: number[][];
  keys: number[][];
  values: number[][];
  /** `scores[query][key]`, before the softmax. */
  scores: number[][];
  weights: number[][];
  outputs: number[][];
};

const mostWords = 12;

/** Words and punctuation marks of a sentence, lower case, as many as fit the picture. */
export function wordsOf(sentence: string): string[] {
  const words = sentence.toLowerCase().match(/[\p{Letter}\p{Number}'’-]+|[^\s\p{Letter}\p{Number}]/gu) ?? [];
  return words.slice(0, mostWords).map((word) => word.slice(0, 18));
}
