/**
 * Global context block, GC (Cao et al., ICCV workshops 2019, arXiv:1904.11492, equation 5):
 *
 *   g(x) = α,  α_j = exp(W_k x_j) / Σ_m exp(W_k x_m)
 *   f(α, x) = x_i + W_v2 ReLU(LN(W_v1 Σ_j α_j x_j))
 *
 * Differences: none. All layers have biases and W_v2 starts at zero, as in the released code. `pooling: 'average'` and
 * `fusion: 'multiply'` (a sigmoid gate on the channels) are the alternatives of the paper's ablations.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  child,
  dense,
  expectShape,
  initDense,
  initNormalisation,
  layerNorm,
  randomNormal,
  type DenseParams,
  type NormalisationParams,
  type Rng,
} from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';
import { globalContextNetworks } from '../papers.js';
import { reducedChannels } from '../reduction.js';
import { context, positionWeights } from './simplified-non-local.js';

export interface GlobalContextConfig {
  readonly channels: number;
  /** r. Default 16; the paper's strong one is 4. */
  readonly reduction?: number;
  /** Default 'attention'. */
  readonly pooling?: 'attention' | 'average';
  /** Default 'add'. */
  readonly fusion?: 'add' | 'multiply';
}

/** mask: W_k, absent for average pooling; down: W_v1; normalisation: LN; up: W_v2. */
export type GlobalContextParams = {
  mask?: DenseParams;
  down: DenseParams;
  normalisation: NormalisationParams;
  up: DenseParams;
};

export type GlobalContextOptions = CallOptions & Pick<GlobalContextConfig, 'fusion'>;

/** @throws RangeError when the reduction does not divide the channels */
export function initGlobalContext(config: GlobalContextConfig, source: Rng): GlobalContextParams {
  const { channels, reduction = 16, pooling = 'attention' } = config;
  const hidden = reducedChannels(channels, reduction, 'global-context');
  const params = {
    down: initDense(channels, hidden, child(source, 'down')),
    normalisation: initNormalisation(hidden),
    up: initDense(hidden, channels, child(source, 'up'), { init: 'zeros' }),
  };
  return pooling === 'average' ? params : { mask: initDense(channels, 1, child(source, 'mask')), ...params };
}

/**
 * g: one distribution over the positions.
 * @param x [batch, height, width, channel]
 * @returns [batch, height, width]
 */
export function gGlobalContext(
  params: GlobalContextParams,
  x: tf.Tensor4D,
  _options: GlobalContextOptions = {},
): tf.Tensor3D {
  expectShape(x, ['batch', 'height', 'width', params.down.kernel.shape[0]], 'global-context x');
  const [batch, height, width] = x.shape;
  return params.mask ? positionWeights(params.mask, x) : tf.fill([batch, height, width], 1 / (height * width));
}

/** f: the input plus the transformed context, or times a gate made of it. */
export function fGlobalContext(
  params: GlobalContextParams,
  weights: tf.Tensor3D,
  x: tf.Tensor4D,
  options: GlobalContextOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => {
    const hidden = layerNorm(params.normalisation, dense(params.down, context(weights, x))); // [batch, 1, 1, hidden]
    const transformed = dense(params.up, tf.relu(hidden)); // [batch, 1, 1, channel]
    return options.fusion === 'multiply' ? tf.mul(x, tf.sigmoid(transformed)) : tf.add(x, transformed);
  });
}

export const globalContext = compose(gGlobalContext, fGlobalContext);

const example = (source: Rng) => randomNormal(source, [2, 3, 5, 8]);
const blind = { 'params/mask/bias': 'the same number at every position, to which the softmax is blind' } as const;

export const globalContextMechanism: Mechanism<
  GlobalContextConfig,
  GlobalContextParams,
  tf.Tensor4D,
  tf.Tensor3D,
  GlobalContextOptions
> = {
  name: 'gc',
  title: 'Global context block',
  paper: globalContextNetworks,
  axes: ['spatial'],
  formula: {
    g: '\\alpha_j = \\frac{\\exp(W_k x_j)}{\\sum_m \\exp(W_k x_m)}',
    f: 'x_i + W_{v2}\\,\\mathrm{ReLU}(\\mathrm{LN}(W_{v1} \\textstyle\\sum_j \\alpha_j x_j))',
  },
  publishedConfig: { channels: 1024, reduction: 16 },
  examples: {
    paper: { config: { channels: 8, reduction: 2 }, input: example, zeroGradients: blind },
    average: { config: { channels: 8, reduction: 2, pooling: 'average' }, input: example },
    multiply: { config: { channels: 8, reduction: 2, fusion: 'multiply' }, input: example, zeroGradients: blind },
  },
  weightAxes: () => ({ '': ['batch', 'height', 'width'] }),
  init: initGlobalContext,
  options: ({ fusion = 'add' }) => ({ fusion }),
  g: gGlobalContext,
  f: fGlobalContext,
  apply: globalContext,
};
