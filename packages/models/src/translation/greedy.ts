import * as tf from '@tensorflow/tfjs-core';
import { tidyTree } from '@atlas/attention';
import { disposeTree, type TensorTree } from '@atlas/tensor';
import type { Translator } from '../translator.js';

/** What was written: ids without the end mark, and what was looked at for each word and for the end mark. */
export interface Written {
  readonly ids: readonly number[];
  /** weights[target][source], end marks included; empty without attention */
  readonly weights: readonly (readonly number[])[];
  /** Whether it came to its end mark. */
  readonly ended: boolean;
}

/** A network with its configuration and trained parameters. */
export interface Trained<Config, Params extends TensorTree, Memory extends TensorTree, State extends TensorTree> {
  readonly translator: Translator<Config, Params, Memory, State>;
  readonly config: Config;
  readonly params: Params;
}

/**
 * Writes the translation of one sentence, at each step the most likely word. Nothing is compiled, so that it runs in a
 * browser as it does in Node; @atlas/lab has a search over many sentences with a beam.
 * @param source ids with their end mark
 * @param marks start and end of the target
 * @param most words to write at most
 */
export function writeGreedily<Config, Params extends TensorTree, Memory extends TensorTree, State extends TensorTree>(
  { translator, config, params }: Trained<Config, Params, Memory, State>,
  source: readonly number[],
  marks: { readonly start: number; readonly end: number },
  most: number,
): Written {
  const ids: number[] = [];
  const weights: number[][] = [];
  let ended = false;
  const memory = tidyTree(() =>
    translator.encode(params, tf.tensor2d(Int32Array.from(source), [1, source.length], 'int32'), { config }),
  );
  let state = tidyTree(() => translator.start(params, memory, { config, words: most }));
  for (let previous = marks.start; ids.length < most && !ended;) {
    const next = tidyTree(() => {
      const step = translator.step(params, memory, state, tf.tensor1d([previous], 'int32'), { config });
      const word = tf.argMax(step.output, 1);
      return { state: step.state, word, ...(step.weights && { weights: step.weights }) };
    });
    previous = next.word.dataSync()[0]!;
    if (next.weights !== undefined) weights.push(Array.from(next.weights.dataSync()));
    tf.dispose([next.word, next.weights ?? []]);
    disposeTree(state);
    state = next.state;
    ended = previous === marks.end;
    if (!ended) ids.push(previous);
  }
  disposeTree(memory);
  disposeTree(state);
  return { ids, weights, ended };
}
