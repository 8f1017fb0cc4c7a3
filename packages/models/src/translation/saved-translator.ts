import { disposeTree, leaves, rng, type SafetensorsMetadata, type TensorTree } from '@atlas/tensor';
import { evenAttention } from '../recurrent/even-attention.js';
import { rnnEncoderDecoderTranslator } from '../recurrent/rnn-encoder-decoder.js';
import { rnnSearchTranslator } from '../recurrent/rnn-search.js';
import { transformerTranslator } from '../transformer/transformer.js';
import type { Translator } from '../translator.js';
import { parseTranslatorDescription, type DescribedNetwork, type TranslatorDescription } from './description.js';
import { decodeEightBit, encodeEightBit } from './eight-bit.js';
import { writeGreedily, type Written } from './greedy.js';

/**
 * A trained translator as one file: a safetensors file of 8-bit weights (see `encodeEightBit`) with the description as
 * JSON in its metadata under `description`. Nothing else is needed to run it, in Node or in a browser.
 */
export function saveTranslator(params: TensorTree, description: TranslatorDescription): Uint8Array {
  return encodeEightBit(params, { description: JSON.stringify(description) });
}

export interface TranslateOptions {
  /** 'even': every word of the source weighs the same; only RNNsearch has it. Default 'learned'. */
  readonly attention?: 'learned' | 'even';
  /** Words to write at most. Default: twice the source and eight more. */
  readonly most?: number;
}

/** A translation with what the network looked at. */
export interface WrittenTranslation {
  readonly words: readonly string[];
  /** weights[target][source]; the last row and the last column are the end marks; empty without attention. */
  readonly weights: readonly (readonly number[])[];
  /** Places of source words that are not in the vocabulary. */
  readonly unknown: readonly number[];
  /** Whether it came to its end mark. */
  readonly ended: boolean;
}

/** A translator that was read from a file. */
export interface LoadedTranslator {
  readonly description: TranslatorDescription;
  readonly metadata: SafetensorsMetadata;
  /**
   * Translates one sentence, at each step the most likely word.
   * @throws RangeError if there is no word
   */
  translate(words: readonly string[], options?: TranslateOptions): WrittenTranslation;
  /** Frees the weights. */
  dispose(): void;
}

/**
 * Reads what `saveTranslator` wrote.
 * @throws RangeError when the file is damaged, has no description, or does not fit its description
 */
export function loadTranslator(file: Uint8Array): LoadedTranslator {
  const { tree, metadata } = decodeEightBit(file);
  try {
    const description = parseTranslatorDescription(metadata['description']);
    const write = writerOf(description, tree);
    const ids = new Map(description.source.words.map((word, id) => [word, id]));
    const { unknown, end } = description.marks;
    return {
      description,
      metadata,
      translate: (words, { attention = 'learned', most = 2 * words.length + 8 } = {}) => {
        if (words.length === 0) throw new RangeError('translate: expected at least one word, found none.');
        const source = [...words.map((word) => ids.get(word) ?? unknown), end];
        const { ids: written, weights, ended } = write(source, attention, most);
        return {
          words: written.map((id) => description.target.words[id]!),
          weights,
          unknown: words.flatMap((word, place) => (ids.has(word) ? [] : [place])),
          ended,
        };
      },
      dispose: () => disposeTree(tree),
    };
  } catch (error) {
    disposeTree(tree);
    throw error;
  }
}

type Write = (source: readonly number[], attention: 'learned' | 'even', most: number) => Written;

function writerOf(description: TranslatorDescription, tree: TensorTree): Write {
  const described: DescribedNetwork = description;
  switch (described.network) {
    case 'rnnsearch': {
      const { config } = described;
      const even = { ...config, mechanism: evenAttention };
      const params = fitting(rnnSearchTranslator, config, tree);
      return (source, attention, most) =>
        writeGreedily(
          { translator: rnnSearchTranslator, config: attention === 'even' ? even : config, params },
          source,
          description.marks,
          most,
        );
    }
    case 'rnnencdec': {
      const network = withParams(rnnEncoderDecoderTranslator, described.config, tree);
      return (source, attention, most) => writeGreedily(network, source, learned(attention, description), most);
    }
    case 'transformer': {
      const network = withParams(transformerTranslator, described.config, tree);
      return (source, attention, most) => writeGreedily(network, source, learned(attention, description), most);
    }
  }
}

function learned(attention: 'learned' | 'even', { network, marks }: TranslatorDescription) {
  if (attention === 'learned') return marks;
  throw new RangeError(`translate attention: expected 'learned' for ${network}, found '${attention}'.`);
}

function withParams<Config, Params extends TensorTree, Memory extends TensorTree, State extends TensorTree>(
  translator: Translator<Config, Params, Memory, State>,
  config: Config,
  tree: TensorTree,
) {
  return { translator, config, params: fitting(translator, config, tree) };
}

/** The tree as parameters of this network, once every leaf has its place and shape. */
function fitting<Config, Params extends TensorTree, Memory extends TensorTree, State extends TensorTree>(
  translator: Translator<Config, Params, Memory, State>,
  config: Config,
  tree: TensorTree,
): Params {
  const like = translator.init(config, rng(0));
  const shapes = (of: TensorTree) => new Map(leaves(of).map(([path, leaf]) => [path, leaf.shape.join(', ')]));
  const [expected, found] = [shapes(like), shapes(tree)];
  disposeTree(like);
  const wrong = [...new Set([...expected.keys(), ...found.keys()])].filter(
    (path) => expected.get(path) !== found.get(path),
  );
  if (wrong.length > 0) {
    const [path] = wrong as [string];
    throw new RangeError(
      `translator file: expected the weights of ${translator.title}; '${path}' should be ` +
        `[${expected.get(path) ?? 'absent'}] and is [${found.get(path) ?? 'absent'}]` +
        `${wrong.length > 1 ? `, and ${wrong.length - 1} more differ` : ''}. The description is that of another network.`,
    );
  }
  return tree as Params;
}
