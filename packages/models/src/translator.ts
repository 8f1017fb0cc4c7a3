import type * as tf from '@tensorflow/tfjs-core';
import type { CallOptions, Paper } from '@atlas/attention';
import type { Rng, SeedTensor, TensorTree } from '@atlas/tensor';

/** Words are int32 [batch, time]; this number stands behind the end of a shorter sentence. */
export const padding = 0;

export interface TranslatorCall extends CallOptions {
  /**
   * Drops at the rate of the configuration, each place from a seed of its own. A tensor, so that every call of a compiled
   * step can have another one. Absent: nothing is dropped.
   */
  readonly dropSeed?: SeedTensor | undefined;
}

/** Source sentences, and the words in front of those to predict: the target behind a start mark, without its last word. */
export type SentencePair = { source: tf.Tensor2D; target: tf.Tensor2D };

/** A network that reads a sentence and gives the scores of another one, word by word. */
export interface Translator<Config, Params extends TensorTree, Memory extends TensorTree, State extends TensorTree> {
  readonly name: string;
  readonly title: string;
  readonly paper: Paper;
  init(config: Config, source: Rng): Params;
  /**
   * All words at once, as training needs.
   * @returns output: scores before the softmax [batch, time, vocabulary]; weights: the attention
   */
  forward(
    params: Params,
    sentences: SentencePair,
    options: TranslatorCall & { readonly config: Config },
  ): { output: tf.Tensor3D; weights: TensorTree };
  /** What the decoder looks at: everything about the source that does not change while it writes. */
  encode(params: Params, source: tf.Tensor2D, options: TranslatorCall & { readonly config: Config }): Memory;
  /** The state in front of the first word. `words`: how many will be written at most. */
  start(
    params: Params,
    memory: Memory,
    options: TranslatorCall & { readonly config: Config; readonly words: number },
  ): State;
  /**
   * One word further, as a search needs. Every leaf of memory and state has the batch as its first axis.
   * @param previous the word before, int32 [batch]
   * @returns output: scores [batch, vocabulary]; weights: over the source words [batch, source], where there is attention
   */
  step(
    params: Params,
    memory: Memory,
    state: State,
    previous: tf.Tensor1D,
    options: TranslatorCall & { readonly config: Config },
  ): { output: tf.Tensor2D; state: State; weights?: tf.Tensor2D };
}
