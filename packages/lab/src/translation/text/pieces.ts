import { type SentencePair } from '../corpus/made-sentences.js';
import { type EncodedPair, encodePairs, type Vocabularies } from '../training/encoded-pairs.js';
import { BytePairs } from './byte-pairs.js';
import { Vocabulary } from './vocabulary.js';

export interface PiecesOptions {
  /** Merges of the byte-pair encoding, learned on both sides together. */
  readonly merges: number;
  /** Pairs with more pieces than this on a side are left out of what is learned from, end mark included. */
  readonly longest: number;
}

/** Real sentences as a network reads and writes them. */
export interface PieceCorpus {
  readonly pieces: BytePairs;
  readonly vocabularies: Vocabularies;
  /** What is learned from. */
  readonly training: readonly EncodedPair[];
  /** Pairs as ids; a piece that was never seen is unknown. */
  encode(pairs: readonly SentencePair[]): EncodedPair[];
  /** Whole words from ids, up to the end mark. */
  decode(ids: ArrayLike<number>): string[];
}

/**
 * Splits the words of a training set into pieces that are learned from it, the merges from both sides together, so that
 * names and numbers are split alike, the vocabularies from each side alone.
 * @throws RangeError if no pair is short enough
 */
export function pieceCorpus(training: readonly SentencePair[], { merges, longest }: PiecesOptions): PieceCorpus {
  const pieces = BytePairs.learn(
    (function* () {
      for (const { source, target } of training) yield* [source, target];
    })(),
    merges,
  );
  const split = (pairs: readonly SentencePair[]): SentencePair[] =>
    pairs.map(({ source, target }) => ({ source: pieces.split(source), target: pieces.split(target) }));
  const inPieces = split(training);
  const vocabularies = {
    source: Vocabulary.of(inPieces.map(({ source }) => source)),
    target: Vocabulary.of(inPieces.map(({ target }) => target)),
  };
  const encode = (pairs: readonly SentencePair[]) => encodePairs(split(pairs), vocabularies);
  const short = encodePairs(inPieces, vocabularies).filter(
    ({ source, target }) => Math.max(source.length, target.length) <= longest,
  );
  if (short.length === 0) {
    throw new RangeError(
      `pieceCorpus: expected pairs of at most ${longest} pieces, found none among ${training.length}.`,
    );
  }
  return {
    pieces,
    vocabularies,
    training: short,
    encode,
    decode: (ids) => pieces.join(vocabularies.target.decode(ids)),
  };
}
