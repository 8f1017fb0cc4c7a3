import * as tf from '@tensorflow/tfjs-core';
import { linearMemory, scaledDotProduct, type QueryKeyValue } from '@atlas/attention';
import { child, randomNormal, rng, type TensorTree } from '@atlas/tensor';
import { forwardAndBackward } from './gradients.js';
import type { Task, Work } from './work.js';

interface Sizes {
  readonly batch: number;
  readonly heads: number;
  readonly length: number;
  readonly features: number;
}

type Attend = (input: QueryKeyValue<tf.Tensor4D>) => tf.Tensor;

const plain: Attend = (input) => scaledDotProduct<tf.Tensor4D>({}, input).output;

/** One block of scores at a time, which stays in the cache. */
const blocked =
  (blockSize: number): Attend =>
  ({ query, key, value }) => {
    const merged = (x: tf.Tensor4D) => tf.reshape(x, [-1, x.shape[2], x.shape[3]]) as tf.Tensor3D;
    const input = { query: merged(query), key: merged(key), value: merged(value) };
    return tf.reshape(linearMemory({}, input, { blockSize }).output, value.shape);
  };

function inputsOf({ batch, heads, length, features }: Sizes): QueryKeyValue<tf.Tensor4D> & { upstream: tf.Tensor } {
  const draw = (label: string) => randomNormal(child(rng(21), label), [batch, heads, length, features]) as tf.Tensor4D;
  return { query: draw('query'), key: draw('key'), value: draw('value'), upstream: draw('upstream') };
}

function attentionWork(
  name: string,
  sizes: Sizes,
  direction: 'forward' | 'both',
  attend: Attend,
  more: Partial<Work> = {},
): Work {
  const { batch, heads, length, features } = sizes;
  const size = [batch, heads, length, features].join(' x ');
  const values = batch * heads * length * features;
  const prepare = (): Task => {
    const { upstream, ...input } = inputsOf(sizes);
    if (direction === 'forward') {
      upstream.dispose();
      return {
        inputs: { input },
        run: ({ input: given }) => ({ output: attend(given as QueryKeyValue<tf.Tensor4D>) }),
      };
    }
    const f = (given: TensorTree) => attend(given as QueryKeyValue<tf.Tensor4D>);
    return {
      inputs: { input, upstream },
      run: (given) => forwardAndBackward(f, given['input']!, given['upstream'] as tf.Tensor),
    };
  };
  return {
    id: `attention/${name}`,
    group: 'attention',
    title: `Scaled dot product, forward${direction === 'both' ? ' and backward' : ''}`,
    size,
    threads: 'inside',
    peers: ['torch', 'jax'],
    // Two products forward; five backward, where the weights are made again from scores that were not kept: four if kept.
    operations: 4 * batch * heads * length * length * features * (direction === 'both' ? 3 : 1),
    bytes: 4 * values * (direction === 'both' ? 8 : 4),
    prepare,
    ...more,
  };
}

const lengths = [128, 256, 512, 1024, 2048, 4096, 8192, 16_384] as const;

/** From this length on the matrix of scores alone is more than a gigabyte, and only blocks of it are made. */
const LONGEST_WHOLE = 4096;

/** Attention at the sizes of the bars, and over lengths with its memory. */
export const attentionWorks = (): Work[] => [
  attentionWork('8x8x512', { batch: 8, heads: 8, length: 512, features: 64 }, 'forward', plain),
  attentionWork('1x8x2048-both', { batch: 1, heads: 8, length: 2048, features: 64 }, 'both', plain),
  ...lengths.map((length) =>
    attentionWork(
      `length-${length}`,
      { batch: 1, heads: 8, length, features: 64 },
      'forward',
      length <= LONGEST_WHOLE ? plain : blocked(512),
      {
        ...(length >= 512 && { memoryAfter: `attention/length-${lengths[0]}` }),
        peers: length <= LONGEST_WHOLE ? ['torch', 'jax'] : ['torch'],
        ...(length > LONGEST_WHOLE && { compiledOnly: true }),
      },
    ),
  ),
];
