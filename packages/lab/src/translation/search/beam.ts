import { marks } from '../text/vocabulary.js';

/** A sentence as far as it is written. The words stand in the chain of hypotheses in front of it. */
export interface Hypothesis {
  readonly word: number;
  /** log p of all words so far. */
  readonly score: number;
  readonly length: number;
  readonly previous?: Hypothesis;
  /** What the network looked at when it wrote this word, if it looks. */
  readonly weights?: readonly number[];
}

/** A way to go on: one of the most likely next words of one row. */
export interface Candidate {
  readonly row: number;
  readonly word: number;
  readonly logProbability: number;
  readonly weights?: readonly number[];
}

/**
 * The length penalty of Wu et al. (2016, arXiv:1609.08144, equation 14): scores are divided by ((5 + length) / 6)^alpha,
 * so that longer sentences, which have more factors below one, are not passed over. 0 switches it off.
 */
export function penalised({ score, length }: Hypothesis, alpha: number): number {
  return score / ((5 + length) / 6) ** alpha;
}

/** The beam of one sentence: at most `width` hypotheses at work, fewer as sentences end. */
export class Beam {
  /** Those at work, the best one first; the row of each is its place. */
  alive: readonly Hypothesis[] = [{ word: marks.start, score: 0, length: 0 }];
  readonly #ended: Hypothesis[] = [];

  constructor(
    readonly width: number,
    readonly lengthPenalty: number,
  ) {}

  get isOver(): boolean {
    return this.alive.length === 0;
  }

  /**
   * Goes one word further.
   * @returns for each hypothesis now at work, the row it comes from
   */
  advance(candidates: readonly Candidate[]): number[] {
    const extended = candidates.map(({ row, word, logProbability, weights }) => {
      const previous = this.alive[row]!;
      const hypothesis: Hypothesis = {
        word,
        score: previous.score + logProbability,
        length: previous.length + 1,
        previous,
        ...(weights === undefined ? {} : { weights }),
      };
      return { row, hypothesis };
    });
    extended.sort((a, b) => b.hypothesis.score - a.hypothesis.score || a.row - b.row);
    const kept = extended.slice(0, this.width - this.#ended.length);
    const going = kept.filter(({ hypothesis }) => hypothesis.word !== marks.end);
    this.#ended.push(...kept.flatMap(({ hypothesis }) => (hypothesis.word === marks.end ? hypothesis : [])));
    this.alive = going.map(({ hypothesis }) => hypothesis);
    return going.map(({ row }) => row);
  }

  /** The best sentence that came to an end, or the best one at work if none did. */
  best(): Hypothesis {
    const ranked = [...(this.#ended.length > 0 ? this.#ended : this.alive)];
    ranked.sort((a, b) => penalised(b, this.lengthPenalty) - penalised(a, this.lengthPenalty));
    return ranked[0]!;
  }
}
