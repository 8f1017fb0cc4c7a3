/** Sentences as words: the reference and what a system wrote, in step. */
export interface Translations {
  readonly hypotheses: readonly (readonly string[])[];
  readonly references: readonly (readonly string[])[];
}

/** What BLEU needs to know of a sentence; the counts of a corpus are their sum. */
export interface BleuCounts {
  /** Words of the hypothesis and of the reference. */
  readonly hypothesisLength: number;
  readonly referenceLength: number;
  /** For n = 1 to 4: n-grams of the hypothesis that the reference has too, each at most as often. */
  readonly matches: readonly number[];
  /** For n = 1 to 4: n-grams of the hypothesis. */
  readonly totals: readonly number[];
}

export interface BleuOptions {
  /**
   * 'exp': the k-th order without a match counts 1 / 2^k matches, as sacreBLEU does by default; 'none': such an order
   * makes the score 0. Default 'exp'.
   */
  readonly smoothing?: 'exp' | 'none';
  /** Leave out orders that the hypothesis is too short for, as for single sentences. Default false. */
  readonly effectiveOrder?: boolean;
}

const orders = [1, 2, 3, 4] as const;

/**
 * BLEU of a corpus (Papineni et al., 2002), in percent, equal to that of sacreBLEU (Post, 2018, arXiv:1804.08771) for the
 * same words: BP · exp(mean of log p_n over n = 1 to 4), BP = min(1, exp(1 - references / hypotheses)).
 * @throws RangeError unless there is a hypothesis for every reference, and at least one
 */
export function bleu(translations: Translations, options: BleuOptions = {}): number {
  return bleuOfCounts(sumOfCounts(bleuCounts(translations)), options);
}

/** BLEU of one sentence: short ones are judged by the orders they have. */
export function sentenceBleu(hypothesis: readonly string[], reference: readonly string[]): number {
  return bleuOfCounts(countsOfSentence(hypothesis, reference), { effectiveOrder: true });
}

/** The counts of every sentence: BLEU of any part of a corpus follows without counting again. */
export function bleuCounts({ hypotheses, references }: Translations): BleuCounts[] {
  if (hypotheses.length !== references.length || references.length === 0) {
    throw new RangeError(
      `bleu: expected one hypothesis for each reference and at least one, ` +
        `found ${hypotheses.length} hypotheses and ${references.length} references.`,
    );
  }
  return hypotheses.map((hypothesis, i) => countsOfSentence(hypothesis, references[i]!));
}

/** The counts of a corpus from those of its sentences. */
export function sumOfCounts(counts: readonly BleuCounts[]): BleuCounts {
  const sum = (pick: (count: BleuCounts) => number) => counts.reduce((total, count) => total + pick(count), 0);
  return {
    hypothesisLength: sum((count) => count.hypothesisLength),
    referenceLength: sum((count) => count.referenceLength),
    matches: orders.map((_, n) => sum((count) => count.matches[n]!)),
    totals: orders.map((_, n) => sum((count) => count.totals[n]!)),
  };
}

/** BLEU in percent from counts. */
export function bleuOfCounts(
  { hypothesisLength, referenceLength, matches, totals }: BleuCounts,
  { smoothing = 'exp', effectiveOrder = false }: BleuOptions = {},
): number {
  if (!matches.some((count) => count > 0)) return 0;
  const used = effectiveOrder ? totals.filter((total) => total > 0).length : orders.length;
  let halves = 1;
  let logarithms = 0;
  for (let n = 0; n < used; n++) {
    if (totals[n]! === 0) return 0;
    if (matches[n]! === 0) {
      if (smoothing === 'none') return 0;
      halves *= 2;
    }
    logarithms += Math.log((matches[n]! === 0 ? 1 / halves : matches[n]!) / totals[n]!);
  }
  const brevity = Math.min(1, Math.exp(1 - referenceLength / hypothesisLength));
  return 100 * brevity * Math.exp(logarithms / used);
}

function countsOfSentence(hypothesis: readonly string[], reference: readonly string[]): BleuCounts {
  const matches = orders.map((n) => {
    const inReference = ngrams(reference, n);
    let found = 0;
    for (const [ngram, count] of ngrams(hypothesis, n)) found += Math.min(count, inReference.get(ngram) ?? 0);
    return found;
  });
  return {
    hypothesisLength: hypothesis.length,
    referenceLength: reference.length,
    matches,
    totals: orders.map((n) => Math.max(0, hypothesis.length - n + 1)),
  };
}

function ngrams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= words.length; start++) {
    const ngram = words.slice(start, start + n).join(' ');
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}
