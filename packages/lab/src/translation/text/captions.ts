import { type DatasetOptions } from '../../data/dataset.js';
import { type SentencePair } from '../corpus/made-sentences.js';
import { loadMulti30k, type Multi30k } from './multi30k.js';
import { type PieceCorpus, pieceCorpus, type PiecesOptions } from './pieces.js';
import { type EncodedPair } from '../training/encoded-pairs.js';

/** Captions of Multi30K in pieces, as a translator is trained and tested with. */
export interface Captions extends PieceCorpus {
  /** Of the target. */
  readonly language: 'de' | 'fr';
  /** Held out, to choose an epoch and a search by; whole words. */
  readonly validation: readonly SentencePair[];
  /** Those of the validation that are short enough, as ids. */
  readonly held: readonly EncodedPair[];
  /** test_2016_flickr, whole words. */
  readonly test: readonly SentencePair[];
}

/**
 * Multi30K from English, split into pieces that are learned from the training side.
 * @throws DatasetError if a file cannot be had or is damaged
 */
export async function captions(
  language: 'de' | 'fr',
  { merges, longest, ...options }: PiecesOptions & DatasetOptions,
): Promise<Captions> {
  return captionsOf(language, await loadMulti30k(language, options), { merges, longest });
}

/** The same from sentences at hand. */
export function captionsOf(language: 'de' | 'fr', parts: Multi30k, options: PiecesOptions): Captions {
  const { train, validation, test } = parts;
  const corpus = pieceCorpus(train, options);
  const held = corpus
    .encode(validation)
    .filter(({ source, target }) => Math.max(source.length, target.length) <= options.longest);
  return { ...corpus, language, validation, held, test };
}
