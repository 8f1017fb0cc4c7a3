import { describe, expect, it } from 'vitest';
import { sacrebleuCases } from '../../../test/sacrebleu-cases.js';
import { bleu, bleuCounts, bleuOfCounts, sentenceBleu, sumOfCounts } from './bleu.js';

const sentences = (text: string) => text.split(' | ').map((line) => line.split(' ').filter((word) => word !== ''));

describe('bleu', () => {
  it('is compared with sacreBLEU on at least 50 corpora, of which some score in between', () => {
    expect(sacrebleuCases.length).toBeGreaterThanOrEqual(50);
    expect(sacrebleuCases.filter(({ score }) => score > 5 && score < 95).length).toBeGreaterThan(25);
  });

  it.each(sacrebleuCases)('gives sacreBLEU’s $score ($kind) for $hypotheses', (expected) => {
    const hypotheses = sentences(expected.hypotheses);
    const references = sentences(expected.references);
    const score =
      expected.kind === 'sentence'
        ? sentenceBleu(hypotheses[0]!, references[0]!)
        : bleu({ hypotheses, references }, { smoothing: expected.kind });
    expect(score).toBeCloseTo(expected.score, 4);
  });

  it('of a corpus is that of the summed counts, and not the mean over sentences', () => {
    const translations = {
      hypotheses: sentences('a b c d e | f x y z w'),
      references: sentences('a b c d e | f g h i j'),
    };
    const counts = bleuCounts(translations);
    expect(bleuOfCounts(sumOfCounts(counts))).toBe(bleu(translations));
    const mean = (bleuOfCounts(counts[0]!) + bleuOfCounts(counts[1]!)) / 2;
    expect(Math.abs(bleu(translations) - mean)).toBeGreaterThan(1);
  });

  it('needs a hypothesis for every reference', () => {
    expect(() => bleu({ hypotheses: [], references: [] })).toThrow(/found 0 hypotheses and 0 references/);
    expect(() => bleu({ hypotheses: [['a']], references: [['a'], ['b']] })).toThrow(/found 1 hypotheses and 2/);
  });
});
