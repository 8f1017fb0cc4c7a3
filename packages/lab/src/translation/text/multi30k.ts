import { type DatasetOptions, openDataset } from '../../data/dataset.js';
import { DatasetError } from '../../data/dataset-error.js';
import { type SentencePair } from '../corpus/made-sentences.js';

/** The parts of Multi30K that are read: 29,000, 1,014 and 1,000 pairs. */
export interface Multi30k {
  readonly train: readonly SentencePair[];
  readonly validation: readonly SentencePair[];
  /** test_2016_flickr */
  readonly test: readonly SentencePair[];
}

/**
 * Multi30K, task 1 (Elliott et al., 2016), from English into German or French: lower-cased and tokenised captions, read
 * from `datasets/multi30k/dataset.json`. Every word is kept.
 * @throws DatasetError if a file cannot be had, is damaged, or does not fit the other side
 */
export async function loadMulti30k(target: 'de' | 'fr', options: DatasetOptions = {}): Promise<Multi30k> {
  const dataset = openDataset('multi30k', options);
  const text = async (file: string) => new TextDecoder('utf-8', { fatal: true }).decode(await dataset.read(file));
  const part = async (name: string) => {
    const [sourceFile, targetFile] = [`${name}.lc.norm.tok.en`, `${name}.lc.norm.tok.${target}`];
    return parallelText(await text(sourceFile), await text(targetFile), { source: sourceFile, target: targetFile });
  };
  return { train: await part('train'), validation: await part('val'), test: await part('test_2016_flickr') };
}

/**
 * Two texts in step, one sentence a line, words parted by spaces.
 * @param names of the files, for messages
 * @throws DatasetError if the numbers of lines differ, or a line is empty, with its number
 */
export function parallelText(
  source: string,
  target: string,
  names: { readonly source: string; readonly target: string },
): SentencePair[] {
  const [sources, targets] = [linesOf(source), linesOf(target)];
  if (sources.length !== targets.length) {
    throw new DatasetError(
      'corrupt',
      `${names.source} has ${sources.length} lines and ${names.target} ${targets.length}: ` +
        `expected as many, each the translation of the other.`,
    );
  }
  return sources.map((line, i) => ({
    source: wordsOf(line, names.source, i),
    target: wordsOf(targets[i]!, names.target, i),
  }));
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  // The last line ends with a line feed, too.
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function wordsOf(line: string, file: string, index: number): string[] {
  const words = line
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length === 0) throw new DatasetError('corrupt', `${file}, line ${index + 1}: expected words, found none.`);
  return words;
}

/**
 * Longer sentences from neighbours: runs of pairs joined until the source has at least `fewest` words; those that end up
 * with more than `most` are left out.
 */
export function concatenated(
  pairs: readonly SentencePair[],
  [fewest, most]: readonly [number, number],
): SentencePair[] {
  const joined: SentencePair[] = [];
  let current: SentencePair = { source: [], target: [] };
  for (const pair of pairs) {
    current = { source: [...current.source, ...pair.source], target: [...current.target, ...pair.target] };
    if (current.source.length < fewest) continue;
    if (current.source.length <= most) joined.push(current);
    current = { source: [], target: [] };
  }
  return joined;
}
