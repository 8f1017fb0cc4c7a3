/**
 * Scaled dot-product attention in linear memory (Rabe and Staats, 2021, arXiv:2112.05682; backward as in Dao et al.,
 * NeurIPS 2022, arXiv:2205.14135), for sequences whose weights do not fit: they are never stored, only their blocks.
 *
 *   g(q, k) = L,  L_i = log Σ_j exp(s_ij),  s = q kᵀ / √d_k      what is left of the softmax: one number for each query
 *   f(L, x) = Σ_j exp(s_ij - L_i) v_j                            the weights exp(s - L) are made again, block by block
 *
 * `apply` runs over the blocks once, with a running maximum and a running sum. All three have gradients of their own
 * that are blocked in the same way. Differences: block sizes suit a processor's cache, not an accelerator's; there is
 * no mask but the causal one.
 */
import * as tf from '@tensorflow/tfjs-core';
import { requireInteger, type Rng } from '@atlas/tensor';
import { backward } from '../blocked/backward.js';
import { ScoreBlocks, type Blocking } from '../blocked/blocks.js';
import { attend, attendWithLogSum } from '../blocked/forward.js';
import { tidyTree } from '../compose.js';
import type { Mechanism, NoParams } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';
import { exampleQueryKeyValue, expectQueryKey, type QueryKeyValue } from './scaled-dot-product.js';

export interface LinearMemoryConfig {
  /** Queries and keys in one block. Default 512. */
  readonly blockSize?: number;
  /** No query sees a later key. Default false. */
  readonly causal?: boolean;
}

/** Keeps tensors for the way back. */
type Save = (tensors: tf.Tensor[]) => void;

export type LinearMemoryOptions = CallOptions & LinearMemoryConfig;

export function initLinearMemory(config: LinearMemoryConfig, _source: Rng): NoParams {
  requireInteger(config.blockSize ?? 512, 'linear-memory blockSize');
  return {};
}

/**
 * g: the logarithm of the sum of the exponentials of each query's scores.
 * @param input query [batch, query, keySize], key [batch, key, keySize]; heads join the batch in the first axis
 * @returns [batch, query]
 */
export function gLinearMemory(_params: NoParams, input: QueryKeyValue, options: LinearMemoryOptions = {}): tf.Tensor2D {
  const blocking = expectInput(input, options);
  const differentiable = tf.customGrad((...args) => {
    const [query, key, save] = args as [tf.Tensor3D, tf.Tensor3D, Save];
    const nothing = tf.zeros<tf.Rank.R3>([key.shape[0], key.shape[1], 0]);
    const value = attendWithLogSum(new ScoreBlocks(query, key, blocking), nothing); // [batch, query, 1]
    save([query, key, value]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [q, k, logSum] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
      const none = (like: tf.Tensor3D) => tf.zeros<tf.Rank.R3>([like.shape[0], like.shape[1], 0]);
      const blocks = new ScoreBlocks(q, k, blocking);
      const shift = dy as tf.Tensor3D; // the derivative of L by a score is the weight itself
      const gradients = backward(blocks, { logSum, value: none(k), dOutput: none(q), shift });
      return [gradients.query, gradients.key];
    };
    return { value, gradFunc };
  });
  return tf.tidy(() => tf.squeeze<tf.Tensor2D>(differentiable(input.query, input.key), [2]));
}

/**
 * f: the weighted sum of the values.
 * @param weights L of g
 * @returns [batch, query, valueSize]
 */
export function fLinearMemory(
  _params: NoParams,
  weights: tf.Tensor2D,
  input: QueryKeyValue,
  options: LinearMemoryOptions = {},
): tf.Tensor3D {
  const blocking = expectInput(input, options);
  const differentiable = tf.customGrad((...args) => {
    const [query, key, value, logSum, save] = args as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, Save];
    const output = attend(new ScoreBlocks(query, key, blocking), value, logSum);
    save([query, key, value, logSum, output]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [q, k, v, l, o] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
      const dOutput = dy as tf.Tensor3D;
      const gradients = backward(new ScoreBlocks(q, k, blocking), {
        logSum: l,
        value: v,
        dOutput,
        shift: tf.zerosLike(l),
      });
      return [gradients.query, gradients.key, gradients.value, tf.neg(tf.sum(tf.mul(dOutput, o), 2, true))];
    };
    return { value: output, gradFunc };
  });
  return tf.tidy(() => differentiable(input.query, input.key, input.value, tf.expandDims(weights, 2)) as tf.Tensor3D);
}

/** f(g(x), x) in one pass over the blocks, and in one pass back. */
export function linearMemory(
  _params: NoParams,
  input: QueryKeyValue,
  options: LinearMemoryOptions = {},
): { output: tf.Tensor3D; weights: tf.Tensor2D } {
  const blocking = expectInput(input, options);
  const size = input.value.shape[2];
  // customGrad gives one tensor, so output and L leave it side by side.
  const differentiable = tf.customGrad((...args) => {
    const [query, key, value, save] = args as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, Save];
    const both = attendWithLogSum(new ScoreBlocks(query, key, blocking), value); // [batch, query, valueSize + 1]
    save([query, key, value, both]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [q, k, v, together] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
      const [output, logSum] = tf.split(together, [size, 1], 2) as [tf.Tensor3D, tf.Tensor3D];
      const [dOutput, dLogSum] = tf.split(dy, [size, 1], 2) as [tf.Tensor3D, tf.Tensor3D];
      const shift = tf.sub(dLogSum, tf.sum(tf.mul(dOutput, output), 2, true)) as tf.Tensor3D;
      const gradients = backward(new ScoreBlocks(q, k, blocking), { logSum, value: v, dOutput, shift });
      return [gradients.query, gradients.key, gradients.value];
    };
    return { value: both, gradFunc };
  });
  return tidyTree(() => {
    const both = differentiable(input.query, input.key, input.value);
    const [output, logSum] = tf.split(both, [size, 1], 2) as [tf.Tensor3D, tf.Tensor3D];
    return { output, weights: tf.squeeze<tf.Tensor2D>(logSum, [2]) };
  });
}

function expectInput({ query, key, value }: QueryKeyValue, options: LinearMemoryOptions): Blocking {
  expectQueryKey(query, key, 'linear-memory');
  if (value.rank !== 3 || value.shape[0] !== key.shape[0] || value.shape[1] !== key.shape[1]) {
    throw new RangeError(
      `linear-memory value: expected shape [${key.shape[0]}, ${key.shape[1]}, valueSize], found [${value.shape.join(', ')}].`,
    );
  }
  const blockSize = requireInteger(options.blockSize ?? 512, 'linear-memory blockSize');
  return { blockSize, causal: options.causal ?? false };
}

export const linearMemoryMechanism: Mechanism<
  LinearMemoryConfig,
  NoParams,
  QueryKeyValue,
  tf.Tensor2D,
  LinearMemoryOptions
> = {
  name: 'linear-memory',
  title: 'Scaled dot-product attention in linear memory',
  paper: {
    title: 'Self-attention Does Not Need O(n^2) Memory',
    authors: 'Rabe and Staats',
    arxiv: '2112.05682',
    venue: 'arXiv',
    date: '2021-12-10',
  },
  axes: ['temporal'],
  formula: {
    g: 'L_i = \\log \\textstyle\\sum_j \\exp(s_{ij}),\\quad s = \\frac{Q K^\\top}{\\sqrt{d_k}}',
    f: '\\textstyle\\sum_j \\exp(s_{ij} - L_i)\\,v_j',
  },
  publishedConfig: {},
  examples: {
    plain: { config: { blockSize: 2 }, input: exampleQueryKeyValue },
    causal: { config: { blockSize: 3, causal: true }, input: exampleQueryKeyValue },
  },
  weightAxes: () => ({ '': ['batch', 'query'] }),
  init: initLinearMemory,
  options: ({ blockSize = 512, causal = false }) => ({ blockSize, causal }),
  g: gLinearMemory,
  f: fLinearMemory,
  apply: linearMemory,
};
