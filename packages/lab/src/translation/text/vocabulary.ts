/** Ids with a meaning of their own; words start behind them. Padding is 0, which networks mask. */
export const marks = { padding: 0, unknown: 1, start: 2, end: 3 } as const;

/** How an unknown word is written. */
export const unknownWord = '<unk>';

const written = ['<pad>', unknownWord, '<s>', '</s>'] as const;

export interface VocabularyOptions {
  /** Keep at most this many words, the most frequent ones. Default: all. */
  readonly size?: number;
  /** Keep words that occur at least this often. Default 1. */
  readonly minimumCount?: number;
}

/** Words with their numbers. */
export class Vocabulary {
  readonly #ids: ReadonlyMap<string, number>;

  /**
   * @param words without the marks; their order gives the ids
   * @throws RangeError if a word occurs twice
   */
  constructor(readonly words: readonly string[]) {
    this.#ids = new Map([...written, ...words].map((word, id) => [word, id]));
    if (this.#ids.size !== this.size) throw new RangeError('Vocabulary: expected every word once, found one twice.');
  }

  /** The vocabulary of sentences: the most frequent words first, equally frequent ones in the order of their letters. */
  static of(sentences: Iterable<readonly string[]>, { size, minimumCount = 1 }: VocabularyOptions = {}): Vocabulary {
    const counts = new Map<string, number>();
    for (const words of sentences) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    const kept = [...counts].filter(
      ([word, count]) => count >= minimumCount && !(written as readonly string[]).includes(word),
    );
    kept.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
    return new Vocabulary(kept.slice(0, size).map(([word]) => word));
  }

  /** Ids are below this. */
  get size(): number {
    return written.length + this.words.length;
  }

  /** Every word by its id, the marks in front. */
  get byId(): string[] {
    return [...written, ...this.words];
  }

  has(word: string): boolean {
    return this.#ids.has(word);
  }

  /** The ids of the words and of the end mark; words that are not kept become unknown. */
  encode(words: readonly string[]): number[] {
    return [...words.map((word) => this.#ids.get(word) ?? marks.unknown), marks.end];
  }

  /** The words up to the end mark. */
  decode(ids: ArrayLike<number>): string[] {
    const words: string[] = [];
    for (let i = 0; i < ids.length && ids[i] !== marks.end; i++) {
      const id = ids[i]!;
      const word = id < written.length ? written[id] : this.words[id - written.length];
      if (word === undefined) throw new RangeError(`Vocabulary: expected an id below ${this.size}, found ${id}.`);
      if (id !== marks.padding && id !== marks.start) words.push(word);
    }
    return words;
  }
}
