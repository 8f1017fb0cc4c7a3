/** Ends every piece that is not the last one of its word. */
const joint = '@@';

/**
 * Byte-pair encoding (Sennrich et al., 2016, arXiv:1508.07909): words in pieces, so that every word can be read and written.
 * A word starts as its characters; the pairs of neighbours that were most frequent in the text to learn from are joined,
 * the most frequent one first.
 */
export class BytePairs {
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #known = new Map<string, readonly string[]>();

  /** @param merges pairs of pieces in the order of learning */
  constructor(readonly merges: readonly (readonly [string, string])[]) {
    this.#ranks = new Map(merges.map((pair, rank) => [pair.join(' '), rank]));
  }

  /**
   * Learns from sentences. Equally frequent pairs are taken in the order of their letters, so that the result does not
   * depend on the order of the sentences.
   * @param count of merges; fewer where no pair occurs twice any more
   */
  static learn(sentences: Iterable<readonly string[]>, count: number): BytePairs {
    const frequencies = new Map<string, number>();
    for (const words of sentences) for (const word of words) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
    const words = [...frequencies].map(([word, frequency]) => ({ pieces: characters(word), frequency }));
    const pairs = new PairCounts(words);
    const merges: [string, string][] = [];
    while (merges.length < count) {
      const best = pairs.mostFrequent();
      if (best === undefined) break;
      merges.push(best);
      pairs.join(best);
    }
    return new BytePairs(merges);
  }

  /** The pieces of the words; all but the last one of each word end with '@@'. */
  split(words: readonly string[]): string[] {
    return words.flatMap((word) =>
      this.#pieces(word).map((piece, i, all) => (i < all.length - 1 ? piece + joint : piece)),
    );
  }

  /** The words of the pieces. A joint at the very end, as a search that was cut off leaves it, is dropped. */
  join(pieces: readonly string[]): string[] {
    const words: string[] = [];
    let open = false;
    for (const piece of pieces) {
      const goesOn = piece.endsWith(joint);
      const text = goesOn ? piece.slice(0, -joint.length) : piece;
      if (open) words[words.length - 1] += text;
      else words.push(text);
      open = goesOn;
    }
    return words;
  }

  #pieces(word: string): readonly string[] {
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    let pieces = characters(word);
    for (;;) {
      const ranks = pieces.slice(1).map((piece, i) => this.#ranks.get(`${pieces[i]!} ${piece}`) ?? Infinity);
      const best = Math.min(...ranks);
      if (best === Infinity) break;
      pieces = joined(pieces, this.merges[best]!);
    }
    this.#known.set(word, pieces);
    return pieces;
  }
}

type Word = { pieces: string[]; readonly frequency: number };

/** Counts of neighbouring pieces, kept up to date while pieces are joined. */
class PairCounts {
  readonly #counts = new Map<string, number>();
  readonly #places = new Map<string, Set<Word>>();

  constructor(words: readonly Word[]) {
    for (const word of words) this.#count(word, 1);
  }

  mostFrequent(): [string, string] | undefined {
    let best: string | undefined;
    let most = 1;
    for (const [pair, count] of this.#counts) {
      if (count > most || (count === most && best !== undefined && pair < best)) [best, most] = [pair, count];
    }
    const [left, right] = best?.split(' ') ?? [];
    return left === undefined || right === undefined ? undefined : [left, right];
  }

  join(pair: readonly [string, string]): void {
    for (const word of [...(this.#places.get(pair.join(' ')) ?? [])]) {
      this.#count(word, -1);
      word.pieces = joined(word.pieces, pair);
      this.#count(word, 1);
    }
  }

  #count(word: Word, sign: 1 | -1): void {
    word.pieces.slice(1).forEach((piece, i) => {
      const pair = `${word.pieces[i]!} ${piece}`;
      const count = (this.#counts.get(pair) ?? 0) + sign * word.frequency;
      if (count === 0) this.#counts.delete(pair);
      else this.#counts.set(pair, count);
      const places = this.#places.get(pair) ?? new Set();
      if (sign === 1) places.add(word);
      else places.delete(word);
      this.#places.set(pair, places);
    });
  }
}

/** Whole characters, so that no letter outside the basic plane is torn. */
function characters(word: string): string[] {
  return Array.from(word);
}

function joined(pieces: readonly string[], [left, right]: readonly [string, string]): string[] {
  const result: string[] = [];
  for (const piece of pieces) {
    if (piece === right && result.at(-1) === left) result[result.length - 1] = left + right;
    else result.push(piece);
  }
  return result;
}
