import type * as tf from '@tensorflow/tfjs-core';
import { type TensorTree } from '@atlas/tensor';

/** A network as a search uses it: read the source once, then write word by word. Every leaf has the batch as first axis. */
export interface Decoder<Params extends TensorTree, Memory extends TensorTree, State extends TensorTree> {
  /** @param source int32 [batch, source] */
  readonly encode: (params: Params, source: tf.Tensor2D) => Memory;
  /** @param words that will be written at most */
  readonly start: (params: Params, memory: Memory, words: number) => State;
  /**
   * @param previous int32 [batch]
   * @returns output: scores [batch, vocabulary]; weights [batch, source], where there is attention
   */
  readonly step: (
    params: Params,
    memory: Memory,
    state: State,
    previous: tf.Tensor1D,
  ) => { readonly output: tf.Tensor2D; readonly state: State; readonly weights?: tf.Tensor2D };
}

/** A network of which every call takes its configuration. */
export interface ConfiguredTranslator<
  Config,
  Params extends TensorTree,
  Memory extends TensorTree,
  State extends TensorTree,
> {
  encode(params: Params, source: tf.Tensor2D, options: { readonly config: Config }): Memory;
  start(params: Params, memory: Memory, options: { readonly config: Config; readonly words: number }): State;
  step(
    params: Params,
    memory: Memory,
    state: State,
    previous: tf.Tensor1D,
    options: { readonly config: Config },
  ): { output: tf.Tensor2D; state: State; weights?: tf.Tensor2D };
}

/** The decoder of a network with a fixed configuration. */
export function decoderOf<Config, Params extends TensorTree, Memory extends TensorTree, State extends TensorTree>(
  translator: ConfiguredTranslator<Config, Params, Memory, State>,
  config: Config,
): Decoder<Params, Memory, State> {
  return {
    encode: (params, source) => translator.encode(params, source, { config }),
    start: (params, memory, words) => translator.start(params, memory, { config, words }),
    step: (params, memory, state, previous) => translator.step(params, memory, state, previous, { config }),
  };
}
