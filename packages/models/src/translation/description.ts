import type { RnnEncoderDecoderConfig } from '../recurrent/rnn-encoder-decoder.js';
import type { RnnSearchConfig } from '../recurrent/rnn-search.js';
import type { TransformerConfig } from '../transformer/config.js';

/** One side of a translation. */
export interface Language {
  /** Such as 'English'. */
  readonly name: string;
  /** Every word by its id; the marks stand where `marks` says. */
  readonly words: readonly string[];
}

/** Which network it is, with its sizes. Plain JSON: a mechanism of one's own cannot be described. */
export type DescribedNetwork =
  | { readonly network: 'rnnsearch'; readonly config: Omit<RnnSearchConfig, 'mechanism'> }
  | { readonly network: 'rnnencdec'; readonly config: RnnEncoderDecoderConfig }
  | { readonly network: 'transformer'; readonly config: Omit<TransformerConfig, 'mechanism'> };

/** A translator with everything that building it again takes, as plain JSON. */
export type TranslatorDescription = DescribedNetwork & {
  readonly source: Language;
  readonly target: Language;
  /** Ids of the marks, the same on both sides. Padding is 0. */
  readonly marks: { readonly unknown: number; readonly start: number; readonly end: number };
  /** Words of the longest source sentence that it was trained on. */
  readonly longest: number;
};

/**
 * Reads a description.
 * @throws RangeError that names what is missing or does not fit
 */
export function parseTranslatorDescription(text: string | undefined): TranslatorDescription {
  if (text === undefined) {
    throw new RangeError(
      'translator file: expected a description in its metadata, found none. Write it with saveTranslator.',
    );
  }
  const description = JSON.parse(text) as TranslatorDescription;
  const known: readonly string[] = ['rnnsearch', 'rnnencdec', 'transformer'];
  if (!known.includes(description.network)) {
    throw new RangeError(
      `translator file network: expected one of ${known.join(', ')}, found '${description.network}'.`,
    );
  }
  const sizes = vocabularySizes(description);
  for (const side of ['source', 'target'] as const) {
    const found = description[side].words.length;
    if (found !== sizes[side]) {
      throw new RangeError(
        `translator file ${side} words: expected ${sizes[side]} as the network has, found ${found}.`,
      );
    }
  }
  return description;
}

function vocabularySizes(described: DescribedNetwork): { readonly source: number; readonly target: number } {
  if (described.network === 'transformer') {
    const { vocabulary, sourceVocabulary = vocabulary } = described.config;
    return { source: sourceVocabulary, target: vocabulary };
  }
  return { source: described.config.sourceVocabulary, target: described.config.targetVocabulary };
}
