/**
 * Non-local block (Wang et al., CVPR 2018, arXiv:1711.07971):
 *
 *   g(x) = f(x_i, x_j) / C(x)                                       (equation 1)
 *     gaussian            f = exp(x_iᵀ x_j),            C = Σ_j f   (equation 2)
 *     embedded-gaussian   f = exp(θ(x_i)ᵀ φ(x_j)),      C = Σ_j f   (equation 3)
 *     dot-product         f = θ(x_i)ᵀ φ(x_j),           C = N       (equation 4)
 *     concatenation       f = ReLU(w_fᵀ [θ(x_i), φ(x_j)]), C = N    (equation 5)
 *   f(weights, x) = x_i + BN(W_z Σ_j weights_ij g(x_j))             (equation 6; the scale of BN starts at zero)
 *
 * Differences: `variant: 'code'` follows the released code: the maps have biases, the exponent is scaled by 1/√d, W_z
 * starts at N(0, 0.01²), and `pooledKeys` takes the maximum before φ and g (the paper: after them). With pooled keys N
 * is the number of keys. The paper's g(x) is called `value` here, because g names the first half of every mechanism.
 */
import * as tf from '@tensorflow/tfjs-core';
import { child, dense, initDense, randomNormal, requireInteger, type DenseParams, type Rng } from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import { batchNormalise, initBatchNormalisation } from '../normalise.js';
import type { BatchNormalisationParams, CallOptions } from '../normalise.js';
import { expectImageOrVideo, fromSets, poolSpace, toSets, type ImageOrVideo, type Over } from '../sets.js';

export interface NonLocalConfig {
  readonly channels: number;
  /** Default 'embedded-gaussian'. */
  readonly similarity?: NonLocalSimilarity;
  /** Channels of θ, φ and g. Default: half of the channels. */
  readonly inner?: number;
  /** Default: space for an image, space-time for a video. */
  readonly over?: Over;
  /** Subsample keys and values by a 2x2 maximum over space. Default false. */
  readonly pooledKeys?: boolean;
  /** Default 'paper'. */
  readonly variant?: 'paper' | 'code';
}

export type NonLocalSimilarity = 'gaussian' | 'embedded-gaussian' | 'dot-product' | 'concatenation';

/** query: θ; key: φ; value: g; output: W_z; pair: w_f [2 · inner]. The gaussian has neither θ nor φ. */
export type NonLocalParams = {
  query?: DenseParams;
  key?: DenseParams;
  pair?: tf.Tensor1D;
  value: DenseParams;
  output: DenseParams;
  normalisation: BatchNormalisationParams;
};

export type NonLocalOptions = CallOptions & Pick<NonLocalConfig, 'similarity' | 'over' | 'pooledKeys' | 'variant'>;

export function initNonLocal(config: NonLocalConfig, source: Rng): NonLocalParams {
  const { similarity = 'embedded-gaussian', variant = 'paper' } = config;
  const channels = requireInteger(config.channels, 'non-local channels');
  const inner = requireInteger(config.inner ?? Math.floor(channels / 2), 'non-local inner');
  const bias = variant === 'code';
  const map = (label: string) => initDense(channels, inner, child(source, label), { bias });
  const common = {
    value: map('value'),
    output: initDense(inner, channels, child(source, 'output'), { bias, init: bias ? { std: 0.01 } : 'glorot' }),
    normalisation: initBatchNormalisation(channels, 0),
  };
  if (similarity === 'gaussian') return common;
  const embedded = { ...common, query: map('query'), key: map('key') };
  if (similarity !== 'concatenation') return embedded;
  return { ...embedded, pair: randomNormal(child(source, 'pair'), [2 * inner], 0, 1 / Math.sqrt(2 * inner)) };
}

/**
 * g: how much each position takes from each; rows are distributions for the two gaussians.
 * @param x [batch, height, width, channel] or [batch, time, height, width, channel]
 * @returns [batch, set, query, key]; a set is what `over` lets see each other
 */
export function gNonLocal(params: NonLocalParams, x: ImageOrVideo, options: NonLocalOptions = {}): tf.Tensor4D {
  const over = options.over ?? 'space-time';
  expectImageOrVideo(x, params.value.kernel.shape[0], over, 'non-local');
  return tf.tidy(() => {
    const query = toSets(params.query ? dense(params.query, x) : x, over); // [batch, set, query, inner]
    const key = keysOf(params.key, x, options); // [batch, set, key, inner]
    const { similarity = params.pair ? 'concatenation' : params.query ? 'embedded-gaussian' : 'gaussian' } = options;
    if (similarity === 'concatenation') return concatenated(params.pair!, query, key);
    const scores = tf.matMul(query, key, false, true); // [batch, set, query, key]
    if (similarity === 'dot-product') return tf.div(scores, key.shape[2]);
    const scale = options.variant === 'code' ? 1 / Math.sqrt(key.shape[3]) : 1;
    return tf.softmax(tf.mul(scores, scale)) as tf.Tensor4D;
  });
}

/** f: the input plus the mapped sum over positions. */
export function fNonLocal(
  params: NonLocalParams,
  weights: tf.Tensor4D,
  x: ImageOrVideo,
  options: NonLocalOptions = {},
): ImageOrVideo {
  const over = options.over ?? 'space-time';
  return tf.tidy(() => {
    const values = keysOf(params.value, x, options); // [batch, set, key, inner]
    const gathered = tf.matMul(weights, values); // [batch, set, query, inner]
    const mapped = dense(params.output, gathered as tf.Tensor4D); // [batch, set, query, channel]
    const output = batchNormalise(params.normalisation, mapped, options);
    return tf.add(x, fromSets(output, x, over)) as ImageOrVideo;
  });
}

export const nonLocal = compose(gNonLocal, fNonLocal);

/** φ(x) or g(x), subsampled where asked for: behind the map in the paper, before it in the code. */
function keysOf(map: DenseParams | undefined, x: ImageOrVideo, options: NonLocalOptions): tf.Tensor4D {
  const over = options.over ?? 'space-time';
  const apply = (at: ImageOrVideo): ImageOrVideo => (map ? dense(map, at) : at);
  if (!options.pooledKeys) return toSets(apply(x), over);
  if (x.shape.at(-2)! < 2 || x.shape.at(-3)! < 2) {
    throw new RangeError(
      `non-local x: expected height and width of at least 2 for pooled keys, found [${x.shape.join(', ')}].`,
    );
  }
  if (over === 'time') {
    throw new RangeError(
      `non-local pooledKeys: expected false over 'time', where no space is left to pool, found true.`,
    );
  }
  return toSets(options.variant === 'code' ? apply(poolSpace(x)) : poolSpace(apply(x)), over);
}

/** ReLU(w_fᵀ [θ_i, φ_j]) / N, as the sum of a part of the query and a part of the key. */
function concatenated(pair: tf.Tensor1D, query: tf.Tensor4D, key: tf.Tensor4D): tf.Tensor4D {
  const [batch, sets, queries, inner] = query.shape;
  const keys = key.shape[2];
  const weigh = (begin: number, x: tf.Tensor4D) =>
    dense({ kernel: tf.reshape(tf.slice(pair, begin, inner), [inner, 1]) as tf.Tensor2D }, x);
  const ofQuery = tf.reshape(weigh(0, query), [batch, sets, queries, 1]);
  const ofKey = tf.reshape(weigh(inner, key), [batch, sets, 1, keys]);
  return tf.div(tf.relu(tf.add(ofQuery, ofKey)), keys); // [batch, set, query, key]
}

const blind = {
  'params/key/bias': 'it adds the same number to all scores of a query, to which the softmax is blind',
} as const;
const image = (source: Rng) => randomNormal(source, [2, 4, 3, 6]);
const video = (source: Rng) => randomNormal(source, [2, 3, 4, 2, 4]);

export const nonLocalMechanism: Mechanism<NonLocalConfig, NonLocalParams, ImageOrVideo, tf.Tensor4D, NonLocalOptions> =
  {
    name: 'nl',
    title: 'Non-local block',
    paper: {
      title: 'Non-local Neural Networks',
      authors: 'Wang, Girshick, Gupta and He',
      arxiv: '1711.07971',
      venue: 'CVPR 2018',
      date: '2017-11-21',
    },
    axes: ['temporal', 'spatial'],
    formula: {
      g: 'A_{ij} = \\frac{f(x_i, x_j)}{\\mathcal{C}(x)}',
      f: 'z_i = x_i + W_z \\textstyle\\sum_j A_{ij}\\, g(x_j)',
    },
    publishedConfig: { channels: 1024, similarity: 'embedded-gaussian', inner: 512, pooledKeys: true },
    examples: {
      'embedded gaussian': { config: { channels: 6 }, input: image },
      code: { config: { channels: 6, variant: 'code', pooledKeys: true }, input: image, zeroGradients: blind },
      gaussian: { config: { channels: 6, similarity: 'gaussian' }, input: image },
      'dot product': { config: { channels: 6, similarity: 'dot-product', pooledKeys: true }, input: image },
      concatenation: { config: { channels: 6, similarity: 'concatenation' }, input: image },
      space: { config: { channels: 4, over: 'space', pooledKeys: true }, input: video },
      time: { config: { channels: 4, over: 'time' }, input: video },
      'space-time': { config: { channels: 4, over: 'space-time', similarity: 'dot-product' }, input: video },
    },
    weightAxes: () => ({ '': ['batch', 'set', 'query', 'key'] }),
    init: initNonLocal,
    options: ({ similarity = 'embedded-gaussian', over = 'space-time', pooledKeys = false, variant = 'paper' }) => ({
      similarity,
      over,
      pooledKeys,
      variant,
    }),
    g: gNonLocal,
    f: fNonLocal,
    apply: nonLocal,
  };
