/**
 * Global second-order pooling, GSoP (Gao et al., CVPR 2019, arXiv:1811.12006):
 *
 *   g(x) = σ(W₂ φ(rowconv(BN(Σ)))),   Σ = X Ī Xᵀ,  Ī = (1/M)(I - (1/M) 1 1ᵀ)
 *          X: δ(BN(W₁ δ(x))), d channels at M positions; rowconv: each row of Σ with its own kernel, d -> 4 values
 *   f(s, x) = s_c · x_c
 *
 * Differences: φ is a leaky ReLU in the paper's text (`variant: 'paper'`; the slope is not printed there, 0.01 here) and
 * the identity in the released code (`'code'`). The ReLU in front of W₁ is the code's; with both variants it is kept,
 * because the features come from before the last ReLU of a residual block.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
  child,
  convolution,
  dense,
  expectShape,
  initConvolution,
  initDense,
  logicalProduct,
  randomNormal,
  requireInteger,
  type ConvolutionParams,
  type DenseParams,
  type Rng,
} from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism } from '../mechanism.js';
import { batchNormalise, initBatchNormalisation } from '../normalise.js';
import type { BatchNormalisationParams, CallOptions } from '../normalise.js';

export interface SecondOrderConfig {
  readonly channels: number;
  /** d. Default 128. */
  readonly reduced?: number;
  /** Values that each row of Σ becomes. Default 4. */
  readonly perRow?: number;
  /** Of W₁. Default 1; the published network has 2 in its first stage. */
  readonly stride?: number;
  /** Default 'paper'. */
  readonly variant?: 'paper' | 'code';
}

/** reduce: W₁ [1, 1, channel, d]; rows: [d, 1, 1, 4 d], grouped by row; expand: W₂ [4 d, channel]. */
export type SecondOrderParams = {
  reduce: ConvolutionParams & { normalisation: BatchNormalisationParams };
  rows: ConvolutionParams & { normalisation: BatchNormalisationParams };
  expand: DenseParams;
};

export type SecondOrderOptions = CallOptions & Pick<SecondOrderConfig, 'stride' | 'variant'>;

const LEAK = 0.01;

export function initSecondOrder(config: SecondOrderConfig, source: Rng): SecondOrderParams {
  const channels = requireInteger(config.channels, 'second-order channels');
  const reduced = requireInteger(config.reduced ?? 128, 'second-order reduced', 2);
  const perRow = requireInteger(config.perRow ?? 4, 'second-order perRow');
  requireInteger(config.stride ?? 1, 'second-order stride');
  return {
    reduce: {
      ...initConvolution({ kernelSize: 1, inChannels: channels, outChannels: reduced }, child(source, 'reduce')),
      normalisation: initBatchNormalisation(reduced),
    },
    rows: {
      ...initConvolution(
        { kernelSize: [reduced, 1], inChannels: reduced, outChannels: perRow * reduced, groups: reduced },
        child(source, 'rows'),
      ),
      normalisation: initBatchNormalisation(reduced),
    },
    expand: initDense(perRow * reduced, channels, child(source, 'expand')),
  };
}

/**
 * g: one weight per channel, in [0, 1], from how the channels vary together.
 * @param x [batch, height, width, channel]
 * @returns [batch, channel]
 */
export function gSecondOrder(params: SecondOrderParams, x: tf.Tensor4D, options: SecondOrderOptions = {}): tf.Tensor2D {
  expectShape(x, ['batch', 'height', 'width', params.reduce.kernel.shape[2]], 'second-order x');
  const { stride = 1, variant = 'paper' } = options;
  return tf.tidy(() => {
    const mapped = convolution(params.reduce, tf.relu(x), { strides: stride, padding: 0 });
    const reduced = tf.relu(batchNormalise(params.reduce.normalisation, mapped, options)); // [batch, h, w, d]
    const rows = batchNormalise(params.rows.normalisation, covariance(reduced), options); // [batch, d, row]
    const values = convolveRows(params.rows, rows); // [batch, 4 d]
    return tf.sigmoid(dense(params.expand, variant === 'paper' ? tf.leakyRelu(values, LEAK) : values));
  });
}

/** f: each channel times its weight. */
export function fSecondOrder(
  _params: SecondOrderParams,
  weights: tf.Tensor2D,
  x: tf.Tensor4D,
  _options: SecondOrderOptions = {},
): tf.Tensor4D {
  return tf.tidy(() => tf.mul(x, tf.reshape(weights, [x.shape[0], 1, 1, x.shape[3]])));
}

export const secondOrder = compose(gSecondOrder, fSecondOrder);

/**
 * Σ = X Ī Xᵀ: the covariance of the channels over the positions, divided by M.
 * @param x [batch, height, width, channel]
 * @returns [batch, channel, channel]
 */
export function covariance(x: tf.Tensor4D): tf.Tensor3D {
  const [batch, height, width, channels] = x.shape;
  return tf.tidy(() => {
    const positions = tf.reshape(x, [batch, height * width, channels]);
    const centred = tf.sub(positions, tf.mean(positions, 1, true)); // [batch, position, channel]
    return tf.div(tf.matMul(centred, centred, true, false), height * width) as tf.Tensor3D;
  });
}

/**
 * The grouped convolution of the released code, whose kernel is as high as Σ: every row meets its own kernel once. As a
 * product of matrices, one for each row, it takes one operation instead of one for each group.
 */
function convolveRows(params: ConvolutionParams, rows: tf.Tensor3D): tf.Tensor2D {
  const [batch, size] = rows.shape;
  const perRow = params.kernel.shape[3] / size;
  return logicalProduct('convolution', params.kernel, () => {
    const kernels = tf.transpose(tf.reshape(params.kernel, [size, size, perRow]), [1, 0, 2]); // [row, d, 4]
    const product = tf.matMul(tf.transpose(rows, [2, 0, 1]), kernels); // [row, batch, 4]
    const values = tf.reshape(tf.transpose(product, [1, 0, 2]), [batch, size * perRow]); // [batch, 4 d]
    return tf.add(values, params.bias!) as tf.Tensor2D;
  });
}

const example = (source: Rng) => randomNormal(source, [5, 4, 5, 7]);

export const secondOrderMechanism: Mechanism<
  SecondOrderConfig,
  SecondOrderParams,
  tf.Tensor4D,
  tf.Tensor2D,
  SecondOrderOptions
> = {
  name: 'gsop',
  title: 'Global second-order pooling',
  paper: {
    title: 'Global Second-order Pooling Convolutional Networks',
    authors: 'Gao, Xie, Wang and Li',
    arxiv: '1811.12006',
    venue: 'CVPR 2019',
    date: '2018-11-29',
  },
  axes: ['channel'],
  formula: {
    g: 's = \\sigma(W_2\\,\\varphi(\\mathrm{rowconv}(\\mathrm{BN}(\\Sigma)))),\\quad \\Sigma = X \\bar{I} X^\\top',
    f: 's_c\\,x_c',
  },
  publishedConfig: { channels: 1024, reduced: 128, perRow: 4 },
  examples: {
    paper: { config: { channels: 7, reduced: 3, perRow: 2 }, input: example },
    code: { config: { channels: 7, reduced: 3, variant: 'code', stride: 2 }, input: example },
  },
  weightAxes: () => ({ '': ['batch', 'channel'] }),
  init: initSecondOrder,
  options: ({ stride = 1, variant = 'paper' }) => ({ stride, variant }),
  g: gSecondOrder,
  f: fSecondOrder,
  apply: secondOrder,
};
