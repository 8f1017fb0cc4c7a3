import { type LoadedTranslator } from '@atlas/models';
import { grammarWords, type Translation } from './sentence.js';

/** The translation of a sentence by a trained network, with its own choice of words to look at or with none. */
export function translationOf(network: LoadedTranslator, sentence: string, attention: boolean): Translation {
  const source = grammarWords(sentence);
  if (source.length === 0) return { source, written: [], weights: [], unknown: [] };
  const { words, weights, unknown } = network.translate(source, { attention: attention ? 'learned' : 'even' });
  return {
    source,
    written: [...words],
    weights: weights.map((row) => [...row]),
    unknown: [...unknown],
  };
}
