/** What every translator must do, whatever its inside. */
import * as tf from '@tensorflow/tfjs-core';
import {
  disposeTree,
  leaves,
  mapTree,
  randomNormal,
  child,
  rng,
  seedTensor,
  valueAndGrads,
  type TensorTree,
} from '@atlas/tensor';
import { decodeSafetensorsLike, encodeSafetensors } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { expect, it } from 'vitest';
import type { Translator } from '../src/index.js';

const words = (rows: number[][]) => tf.tensor2d(rows, [rows.length, rows[0]!.length], 'int32');

/** Two sentences, the second shorter: 0 stands behind its end. */
export const pair = () => ({
  source: words([
    [3, 5, 2, 6],
    [4, 1, 0, 0],
  ]),
  target: words([
    [1, 4, 2, 3, 5],
    [1, 2, 6, 0, 0],
  ]),
});

/** Parameters at random values, so that nothing is hidden by a zero. */
export function atRandom<T extends TensorTree>(params: T, scale = 0.4): T {
  return mapTree(params, (leaf, path) => {
    const drawn = randomNormal(child(rng(11), path), leaf.shape, path.endsWith('scale') ? 1 : 0, scale);
    leaf.dispose();
    return drawn;
  });
}

export function behavesAsTranslator<
  Config,
  Params extends TensorTree,
  Memory extends TensorTree,
  State extends TensorTree,
>(
  translator: Translator<Config, Params, Memory, State>,
  config: Config,
  { zeroGradients = [] }: { readonly zeroGradients?: readonly RegExp[] } = {},
): void {
  const options = { config };
  const create = () => atRandom(translator.init(config, rng(1)));
  const forward = (params: Params, sentences = pair()) => translator.forward(params, sentences, options);

  it('gives scores for every word', () => {
    expect(forward(create()).output.shape).toEqual([2, 5, 7]);
  });

  it('gives the same scores word by word', () => {
    const params = create();
    const { source, target } = pair();
    const whole = tf.unstack(forward(params).output, 1);
    const memory = translator.encode(params, source, options);
    let state = translator.start(params, memory, { ...options, words: 8 });
    tf.unstack(target, 1).forEach((previous, index) => {
      const next = translator.step(params, memory, state, previous as tf.Tensor1D, options);
      expectClose(next.output, whole[index]!, { rtol: 1e-4, atol: 1e-5 });
      expect(next.output.shape).toEqual([2, 7]);
      if (next.weights) expect(next.weights.shape).toEqual([2, 4]);
      for (const [, leaf] of [...leaves(memory), ...leaves(next.state)]) expect(leaf.shape[0]).toBe(2);
      state = next.state;
    });
  });

  it('does not see what stands behind the end of a source sentence', () => {
    const params = create();
    const { target } = pair();
    const long = tf.slice(forward(params).output, [1, 0, 0], [1, 5, 7]);
    const alone = { source: words([[4, 1]]), target: tf.slice(target, [1, 0], [1, 5]) };
    expectClose(forward(params, alone).output, long, { rtol: 1e-4, atol: 1e-5 });
  });

  it('does not see later target words', () => {
    const params = create();
    const other = {
      ...pair(),
      target: words([
        [1, 4, 6, 6, 6],
        [1, 2, 3, 3, 3],
      ]),
    };
    const first = (output: tf.Tensor3D) => tf.slice(output, [0, 0, 0], [2, 2, 7]);
    expectClose(first(forward(params, other).output), first(forward(params).output), { rtol: 1e-5, atol: 1e-6 });
  });

  it('gives every parameter a finite gradient that is not zero', () => {
    const params = create();
    const direction = randomNormal(rng(5), [2, 5, 7]);
    const { grads } = valueAndGrads((p) => tf.sum(tf.mul(forward(p).output, direction)) as tf.Scalar, params);
    for (const [path, gradient] of leaves(grads)) {
      const largest = tf.max(tf.abs(gradient)).dataSync()[0]!;
      expect(Number.isFinite(largest), path).toBe(true);
      if (!zeroGradients.some((pattern) => pattern.test(path))) expect(largest, path).toBeGreaterThan(1e-6);
    }
  });

  it('leaks no tensor, forward and word by word', () => {
    const params = create();
    const sentences = pair();
    const previous = tf.tensor1d([1, 2], 'int32');
    const before = tf.memory().numTensors;
    const { output, weights } = forward(params, sentences);
    output.dispose();
    disposeTree(weights);
    const memory = translator.encode(params, sentences.source, options);
    const state = translator.start(params, memory, { ...options, words: 8 });
    const next = translator.step(params, memory, state, previous, options);
    for (const tree of [memory, state, next.output, next.state, next.weights ?? {}]) disposeTree(tree);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('comes back from a file with the same scores, bit for bit', () => {
    const params = create();
    const loaded = decodeSafetensorsLike(encodeSafetensors(params), params);
    expect(forward(loaded).output.dataSync()).toEqual(forward(params).output.dataSync());
  });

  it('drops where it is told to, and the same each time for the same generator', () => {
    const params = create();
    const dropping = { config: { ...config, dropRate: 0.5 } };
    const run = (seed: number) => [
      ...translator.forward(params, pair(), { ...dropping, dropSeed: seedTensor(rng(seed)) }).output.dataSync(),
    ];
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    expect([...translator.forward(params, pair(), dropping).output.dataSync()]).toEqual([
      ...forward(params).output.dataSync(),
    ]);
  });

  it('starts from the same values for the same seed', () => {
    const values = (seed: number) => leaves(translator.init(config, rng(seed))).map(([, leaf]) => [...leaf.dataSync()]);
    expect(values(1)).toEqual(values(1));
    expect(values(1)).not.toEqual(values(2));
  });
}
