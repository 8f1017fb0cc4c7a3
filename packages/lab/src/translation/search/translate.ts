import * as tf from '@tensorflow/tfjs-core';
import { compile, disposeTree, mapTree, type TensorTree } from '@atlas/tensor';
import { paddedRows } from '../training/encoded-pairs.js';
import { bucketsOf } from '../training/length-buckets.js';
import { Beam, type Candidate, type Hypothesis } from './beam.js';
import { type Decoder } from './decoder.js';
import { marks } from '../text/vocabulary.js';

export interface SearchOptions {
  /** Hypotheses a sentence; 1 is greedy search. Default 1. */
  readonly beam?: number;
  /** alpha of the length penalty. Default 0: none. */
  readonly lengthPenalty?: number;
  /** Sentences translated together. Default 64. */
  readonly size?: number;
  /** Lengths of source sentences with their end mark that batches are filled up to. Default [16, 32, 64]. */
  readonly lengths?: readonly number[];
  /** How many words a translation may be longer than the longest source of its batch. Default 8. */
  readonly room?: number;
}

/** What a search found for one sentence. */
export interface Translation {
  /** Ids of the words, without the end mark. */
  readonly words: readonly number[];
  /** log p of the whole, with the end mark if it came to one. */
  readonly score: number;
  /** Whether it came to its end mark. */
  readonly ended: boolean;
  /** What the network looked at for each word, and for the end mark: weights[target][source]; empty without attention. */
  readonly weights: readonly (readonly number[])[];
}

/** One step of all beams of a batch; parents: the row that each row goes on from. */
type StepInput<Params extends TensorTree, Memory extends TensorTree, State extends TensorTree> = {
  params: Params;
  memory: Memory;
  state: State;
  previous: tf.Tensor1D;
  parents: tf.Tensor1D;
};

/** Translates with fixed options; it keeps its compiled graphs, one a length, until `dispose`. */
export interface Search<Params extends TensorTree> {
  /**
   * @param sources ids with their end mark, as `Vocabulary.encode` gives them
   * @throws RangeError if a source is longer than the longest of `lengths`
   */
  (params: Params, sources: readonly (readonly number[])[]): Translation[];
  dispose(): void;
}

/** Beam search with a network. A step over all beams of a batch is one compiled call. */
export function searchWith<Params extends TensorTree, Memory extends TensorTree, State extends TensorTree>(
  decoder: Decoder<Params, Memory, State>,
  { beam = 1, lengthPenalty = 0, size = 64, lengths = [16, 32, 64], room = 8 }: SearchOptions = {},
): Search<Params> {
  // Every hypothesis of a sentence has a row of its own, side by side.
  const begin = compile((input: { params: Params; source: tf.Tensor2D; rows: tf.Tensor1D }) => {
    const memory = mapTree(decoder.encode(input.params, input.source), (leaf) => tf.gather(leaf, input.rows));
    return { memory, state: decoder.start(input.params, memory, input.source.shape[1] + room) };
  });
  const step = compile(
    ({ params, memory, state, previous, parents }: StepInput<Params, Memory, State>) => {
      const own = mapTree(state, (leaf) => tf.gather(leaf, parents));
      const next = decoder.step(params, memory, own, previous);
      const { values, indices } = tf.topk(tf.logSoftmax(next.output), Math.min(beam, next.output.shape[1]));
      const looked = next.weights === undefined ? {} : { weights: next.weights };
      return { state: next.state, values, indices, ...looked };
    },
    { maxGraphs: 128 },
  );
  const run = (params: Params, sources: readonly (readonly number[])[]): Translation[] => {
    const translations: Translation[] = [];
    for (const { length, items } of bucketsOf(
      sources.map((source) => source.length),
      lengths,
    )) {
      for (let start = 0; start < items.length; start += size) {
        const chosen = items.slice(start, start + size);
        const rows = Array.from({ length: size }, (_, i) => sources[chosen[i] ?? chosen[0]!]!);
        const beams = chosen.map(() => new Beam(beam, lengthPenalty));
        const source = paddedRows(rows, length);
        const repeated = tf.tensor1d(Int32Array.from({ length: size * beam }, (_, row) => Math.floor(row / beam)));
        const steps = Math.max(...chosen.map((item) => sources[item]!.length)) + room;
        const first = begin({ params, source, rows: repeated });
        tf.dispose([source, repeated]);
        search(step, params, first, beams, size * beam, steps);
        chosen.forEach((item, i) => (translations[item] = translationOf(beams[i]!.best(), sources[item]!.length)));
      }
    }
    return translations;
  };
  return Object.assign(run, {
    dispose: () => {
      begin.dispose();
      step.dispose();
    },
  });
}

type StepOutput<State extends TensorTree> = {
  state: State;
  values: tf.Tensor;
  indices: tf.Tensor;
  weights?: tf.Tensor2D;
};

function search<Params extends TensorTree, Memory extends TensorTree, State extends TensorTree>(
  step: (input: StepInput<Params, Memory, State>) => StepOutput<State>,
  params: Params,
  { memory, state: first }: { memory: Memory; state: State },
  beams: readonly Beam[],
  rows: number,
  steps: number,
): void {
  const width = beams[0]!.width;
  let state = first;
  // Rows without a hypothesis go on from themselves and are not read.
  let parents = Int32Array.from({ length: rows }, (_, row) => row);
  let previous = new Int32Array(rows).fill(marks.start);
  for (let i = 0; i < steps && beams.some((one) => !one.isOver); i++) {
    const input = { params, memory, state, previous: tf.tensor1d(previous), parents: tf.tensor1d(parents) };
    const found = step(input);
    const [values, words, weights] = [found.values.dataSync(), found.indices.dataSync(), found.weights?.dataSync()];
    const choices = found.values.shape[1]!;
    const sourceLength = found.weights?.shape[1] ?? 0;
    tf.dispose([input.previous, input.parents, found.values, found.indices]);
    found.weights?.dispose();
    disposeTree(state);
    state = found.state;
    parents = Int32Array.from({ length: rows }, (_, row) => row);
    previous = new Int32Array(rows).fill(marks.end);
    beams.forEach((one, sentence) => {
      const base = sentence * width;
      const candidates = one.alive.flatMap((_, row): Candidate[] => {
        const at = base + row;
        const looked = weights && { weights: Array.from(weights.subarray(at * sourceLength, (at + 1) * sourceLength)) };
        return Array.from({ length: choices }, (__, k) => ({
          row,
          word: words[at * choices + k]!,
          logProbability: values[at * choices + k]!,
          ...looked,
        }));
      });
      const from = one.advance(candidates);
      from.forEach((row, place) => (parents[base + place] = base + row));
      one.alive.forEach(({ word }, place) => (previous[base + place] = word));
    });
  }
  disposeTree(memory);
  disposeTree(state);
}

function translationOf(best: Hypothesis, sourceLength: number): Translation {
  const chain: Hypothesis[] = [];
  for (let at: Hypothesis | undefined = best; at?.previous !== undefined; at = at.previous) chain.unshift(at);
  const ended = best.word === marks.end;
  return {
    words: (ended ? chain.slice(0, -1) : chain).map(({ word }) => word),
    score: best.score,
    ended,
    weights: chain.flatMap(({ weights }) => (weights === undefined ? [] : [weights.slice(0, sourceLength)])),
  };
}
