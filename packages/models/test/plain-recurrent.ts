/** RNNsearch and RNNenc-dec once more as plain loops over numbers, straight from the equations: the tests' reference. */
import type { TensorTree } from '@atlas/tensor';
import { leaves } from '@atlas/tensor';

export type Vector = readonly number[];
export type Matrix = readonly Vector[];

/** The weights by path, as nested arrays. */
export type Weights = { readonly [path: string]: Matrix };

export function weightsOf(params: TensorTree): Weights {
  return Object.fromEntries(
    leaves(params).map(([path, leaf]) => {
      const values = leaf.arraySync();
      return [path, (leaf.rank === 1 ? [values] : values) as Matrix];
    }),
  );
}

/** x W + b; the bias is absent where the network has none. */
export function linear(weights: Weights, path: string, x: Vector): number[] {
  const kernel = weights[`${path}/kernel`]!;
  const bias = weights[`${path}/bias`]?.[0];
  return kernel[0]!.map((_, to) => x.reduce((sum, value, from) => sum + value * kernel[from]![to]!, bias?.[to] ?? 0));
}

export const add = (...vectors: readonly Vector[]): number[] =>
  vectors[0]!.map((_, index) => vectors.reduce((sum, vector) => sum + vector[index]!, 0));

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** s' = (1 - z) s + z tanh(a + U (r s)), from the three parts of the projected input. */
export function gated(weights: Weights, path: string, projected: Vector, state: Vector): number[] {
  const n = state.length;
  const gates = linear(weights, `${path}/gates`, state);
  const update = state.map((_, i) => sigmoid(projected[i]! + gates[i]!));
  const reset = state.map((_, i) => sigmoid(projected[n + i]! + gates[n + i]!));
  const candidate = linear(
    weights,
    `${path}/candidate`,
    state.map((s, i) => reset[i]! * s),
  );
  return state.map((s, i) => (1 - update[i]!) * s + update[i]! * Math.tanh(projected[2 * n + i]! + candidate[i]!));
}

/** All states of one sentence. */
function run(weights: Weights, path: string, words: Matrix, units: number): number[][] {
  const states: number[][] = [];
  let state: number[] = new Array<number>(units).fill(0);
  for (const word of words)
    states.push((state = gated(weights, `${path}/unit`, linear(weights, `${path}/word`, word), state)));
  return states;
}

function softmax(scores: Vector): number[] {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function answer(weights: Weights, state: Vector, word: Vector, context: Vector): number[] {
  const pairs = add(
    linear(weights, 'readout/state', state),
    linear(weights, 'readout/word', word),
    linear(weights, 'readout/context', context),
  );
  const maxout = Array.from({ length: pairs.length / 2 }, (_, i) => Math.max(pairs[2 * i]!, pairs[2 * i + 1]!));
  return linear(weights, 'readout/output', maxout);
}

/** Scores and alignments of one pair of sentences without padding. */
export function plainRnnSearch(
  weights: Weights,
  source: Vector,
  target: Vector,
): { output: Matrix; alignment: Matrix } {
  const units = weights['initialState/kernel']!.length;
  const words = source.map((word) => weights['embeddings/source']![word]!);
  const forward = run(weights, 'encoder/forward', words, units);
  const backward = run(weights, 'encoder/backward', [...words].reverse(), units).reverse();
  const annotations = forward.map((state, j) => [...state, ...backward[j]!]);
  let state = linear(weights, 'initialState', backward[0]!).map(Math.tanh);
  const [output, alignment]: [number[][], number[][]] = [[], []];
  for (const previous of target) {
    const word = weights['embeddings/target']![previous]!;
    const ofState = linear(weights, 'alignment/state', state);
    const scores = annotations.map((h) => {
      const hidden = add(ofState, linear(weights, 'alignment/annotation', h)).map(Math.tanh);
      return hidden.reduce((sum, value, i) => sum + value * weights['alignment/score']![0]![i]!, 0);
    });
    const row = softmax(scores);
    const context = annotations[0]!.map((_, i) =>
      row.reduce((sum, weight, j) => sum + weight * annotations[j]![i]!, 0),
    );
    output.push(answer(weights, state, word, context));
    alignment.push(row);
    const projected = add(linear(weights, 'decoder/word', word), linear(weights, 'decoder/context', context));
    state = gated(weights, 'decoder/unit', projected, state);
  }
  return { output, alignment };
}

/** Scores of one pair of sentences without padding. */
export function plainRnnEncoderDecoder(weights: Weights, source: Vector, target: Vector): Matrix {
  const units = weights['encoder/summary/kernel']!.length;
  const words = source.map((word) => weights['embeddings/source']![word]!);
  const summary = linear(weights, 'encoder/summary', run(weights, 'encoder', words, units).at(-1)!).map(Math.tanh);
  let state = weights['initialState/kernel'] ? linear(weights, 'initialState', summary).map(Math.tanh) : summary;
  return target.map((previous) => {
    const word = weights['embeddings/target']![previous]!;
    const scores = answer(weights, state, word, summary);
    const projected = add(linear(weights, 'decoder/word', word), linear(weights, 'decoder/context', summary));
    state = gated(weights, 'decoder/unit', projected, state);
    return scores;
  });
}
