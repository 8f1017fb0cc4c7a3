import { child, type Rng, type TensorTree } from '@atlas/tensor';
import { type OverSeeds } from '../../metrics/over-seeds.js';
import { type SentencePair } from '../corpus/made-sentences.js';
import { bleu } from '../metrics/bleu.js';
import { bleuInterval } from '../metrics/resampling.js';
import { chooseSearch } from '../search/choose.js';
import { type SearchOptions } from '../search/translate.js';
import { type Captions } from '../text/captions.js';
import { concatenated } from '../text/multi30k.js';
import { type TranslatorTraining } from '../training/translator-training.js';

/** How well a network translates captions. BLEU is of whole, lower-cased, tokenised words; intervals are over sentences. */
export interface CaptionQuality {
  /** Searches tried on the held-out captions, the cheapest first. */
  readonly tried: readonly { readonly beam: number; readonly lengthPenalty: number; readonly bleu: number }[];
  /** The one that did best there, with which everything below is translated. */
  readonly chosen: { readonly beam: number; readonly lengthPenalty: number };
  /** Of test_2016_flickr. */
  readonly test: OverSeeds;
  /** The same by greedy search. */
  readonly greedy: number;
  /** Of neighbours of the test, joined to sentences of so many source words. */
  readonly byLength: readonly ({ readonly words: string; readonly pairs: number } & OverSeeds)[];
  /** Translations of test_2016_flickr. */
  readonly hypotheses: readonly (readonly string[])[];
}

const searches = [
  { beam: 1, lengthPenalty: 0 },
  { beam: 4, lengthPenalty: 0.6 },
  { beam: 4, lengthPenalty: 1 },
] as const;

/** Longer ones than a network has learned from are the point of some tests. */
const shapes: SearchOptions = { lengths: [16, 24, 40, 64, 112], room: 16 };

const ranges = [
  [4, 10],
  [11, 20],
  [21, 30],
  [31, 45],
  [46, 60],
] as const;

/** Chooses the search on the held-out captions, and translates the test with it. */
export function captionQuality<Params extends TensorTree>(
  { search }: Pick<TranslatorTraining<Params>, 'search'>,
  params: Params,
  captions: Captions,
  rng: Rng,
): CaptionQuality {
  const translate = (options: SearchOptions, pairs: readonly SentencePair[]): string[][] => {
    const run = search({ ...shapes, ...options });
    try {
      return run(
        params,
        captions.encode(pairs).map(({ source }) => source),
      ).map(({ words }) => captions.decode(words));
    } finally {
      run.dispose();
    }
  };
  const referencesOf = (pairs: readonly SentencePair[]) => pairs.map(({ target }) => target);
  const { validation, test } = captions;
  const { best, all } = chooseSearch(searches, (options) =>
    bleu({ hypotheses: translate(options, validation), references: referencesOf(validation) }),
  );
  const hypotheses = translate(best.options, test);
  const references = referencesOf(test);
  const byLength = ranges.flatMap(([fewest, most]) => {
    const pairs = concatenated(test, [fewest, most]);
    if (pairs.length === 0) return [];
    const translations = { hypotheses: translate(best.options, pairs), references: referencesOf(pairs) };
    const words = `${fewest}–${most}`;
    return { words, pairs: pairs.length, ...bleuInterval(translations, { rng: child(rng, words) }) };
  });
  const { beam = 1, lengthPenalty = 0 } = best.options;
  return {
    tried: all.map(({ quality }, i) => ({ ...searches[i]!, bleu: quality })),
    chosen: { beam, lengthPenalty },
    test: bleuInterval({ hypotheses, references }, { rng: child(rng, 'test') }),
    greedy: bleu({ hypotheses: translate(searches[0], test), references }),
    byLength,
    hypotheses,
  };
}
