/**
 * Saliency by the spectral residual (Hou and Zhang, CVPR 2007): what is left of an image's spectrum when its smooth
 * part is taken away.
 *
 *   g(x) = S = gauss_σ * |IFFT(exp(R + iP))|²,  R = L - box₃ * L,  L = log |FFT x|,  P = its phase
 *   f(S, x) = x · [S > 3 mean(S)]                         the proto-objects
 *
 * The image is made grey and 64 x 64 first. Differences: S is scaled to a maximum of 1; the Fourier transform is written
 * as products with its matrix, which every backend has; σ is 2.5 unless set, as in the authors' released code, because
 * the paper's σ = 8 leaves hardly anything above three times the mean.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expectShape, randomUniform, requireBetween, requireInteger, type Rng } from '@atlas/tensor';
import { compose } from '../compose.js';
import type { Mechanism, NoParams } from '../mechanism.js';
import type { CallOptions } from '../normalise.js';
import { filter } from '../saliency/pyramid.js';
import { constantIn } from '../stop-gradient.js';

export interface SpectralResidualConfig {
  /** Side of the square that is looked at. Default 64. */
  readonly size?: number;
  /** σ of the last blur in pixels of that square. Default 2.5; the paper has 8. */
  readonly deviation?: number;
  /** A place belongs to a proto-object above this multiple of the mean. Default 3. */
  readonly threshold?: number;
}

export type SpectralResidualOptions = CallOptions & SpectralResidualConfig;

export function initSpectralResidual(config: SpectralResidualConfig, _source: Rng): NoParams {
  requireInteger(config.size ?? 64, 'spectral-residual size', 4);
  requireBetween(config.deviation ?? 2.5, Number.MIN_VALUE, 1e3, 'spectral-residual deviation');
  requireBetween(config.threshold ?? 3, 0, Number.MAX_VALUE, 'spectral-residual threshold');
  return {};
}

/**
 * g: how salient each place is, from 0 to 1.
 * @param x [batch, height, width, channel]
 * @returns [batch, size, size]
 */
export function gSpectralResidual(
  _params: NoParams,
  x: tf.Tensor4D,
  { size = 64, deviation = 2.5 }: SpectralResidualOptions = {},
): tf.Tensor3D {
  expectShape(x, ['batch', 'height', 'width', 'channel'], 'spectral-residual x');
  return constantIn(x, (image) => {
    const grey = tf.image.resizeBilinear(tf.mean<tf.Tensor4D>(image, 3, true), [size, size], false, true);
    const spectrum = fourier({ real: tf.squeeze<tf.Tensor3D>(grey, [3]), imaginary: undefined }, 1);
    const amplitude = tf.sqrt(tf.add(squaredSize(spectrum), 1e-12)) as tf.Tensor3D;
    const log = tf.expandDims(tf.log(amplitude), 3) as tf.Tensor4D; // [batch, size, size, 1]
    const box = [1 / 3, 1 / 3, 1 / 3];
    const residual = tf.sub(log, filter(filter(log, box, 'rows'), box, 'columns'));
    // exp(R + iP) = exp(R) · (the spectrum divided by its amplitude)
    const gain = tf.div(tf.exp(tf.squeeze(residual, [3])), amplitude);
    const back = fourier(
      {
        real: tf.mul(spectrum.real, gain) as tf.Tensor3D,
        imaginary: tf.mul(spectrum.imaginary, gain) as tf.Tensor3D,
      },
      -1,
    );
    const blur = gaussian(deviation);
    const energy = tf.expandDims(squaredSize(back), 3) as tf.Tensor4D; // [batch, size, size, 1]
    const smooth = tf.squeeze<tf.Tensor3D>(filter(filter(energy, blur, 'rows'), blur, 'columns'), [3]);
    return tf.divNoNan(smooth, tf.max(smooth, [1, 2], true)) as tf.Tensor3D; // [batch, size, size]
  });
}

/** f: the proto-objects, zero elsewhere. */
export function fSpectralResidual(
  _params: NoParams,
  weights: tf.Tensor3D,
  x: tf.Tensor4D,
  { threshold = 3 }: SpectralResidualOptions = {},
): tf.Tensor4D {
  const [, height, width] = x.shape;
  return tf.tidy(() => {
    const object = constantIn(weights, (saliency) => {
      const above = tf.greater(saliency, tf.mul(tf.mean(saliency, [1, 2], true), threshold)); // [batch, size, size]
      const mask = tf.expandDims(tf.cast(above, 'float32'), 3) as tf.Tensor4D;
      return tf.image.resizeNearestNeighbor(mask, [height, width], false, true); // [batch, height, width, 1]
    });
    return tf.mul(x, object) as tf.Tensor4D;
  });
}

export const spectralResidual = compose(gSpectralResidual, fSpectralResidual);

type Complex = { real: tf.Tensor3D; imaginary: tf.Tensor3D };

function squaredSize({ real, imaginary }: Complex): tf.Tensor {
  return tf.add(tf.square(real), tf.square(imaginary));
}

/** The two-dimensional discrete Fourier transform (direction 1) or its inverse (-1): F x F. [batch, size, size] */
function fourier(x: { real: tf.Tensor3D; imaginary: tf.Tensor3D | undefined }, direction: 1 | -1): Complex {
  const [batch, size] = x.real.shape;
  const angle = (index: number) => (2 * Math.PI * ((Math.floor(index / size) * (index % size)) % size)) / size;
  const matrix = (part: (angle: number) => number) =>
    tf.tile(
      tf.tensor3d(
        Float32Array.from({ length: size * size }, (_, index) => part(angle(index))),
        [1, size, size],
      ),
      [batch, 1, 1],
    );
  const cosine = matrix(Math.cos);
  const sine = matrix((at) => -direction * Math.sin(at));
  const transform = ({ real, imaginary }: Complex, product: (a: tf.Tensor3D, b: tf.Tensor3D) => tf.Tensor3D) => ({
    real: tf.sub(product(real, cosine), product(imaginary, sine)) as tf.Tensor3D,
    imaginary: tf.add(product(real, sine), product(imaginary, cosine)) as tf.Tensor3D,
  });
  const start = { real: x.real, imaginary: x.imaginary ?? tf.zerosLike(x.real) };
  const rows = transform(start, (a, f) => tf.matMul(a, f));
  const both = transform(rows, (a, f) => tf.matMul(f, a));
  const scale = direction === 1 ? 1 : 1 / (size * size);
  return { real: tf.mul(both.real, scale), imaginary: tf.mul(both.imaginary, scale) };
}

function gaussian(deviation: number): number[] {
  const half = Math.ceil(3 * deviation);
  const taps = Array.from({ length: 2 * half + 1 }, (_, tap) => Math.exp(-((tap - half) ** 2) / (2 * deviation ** 2)));
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

const example = (source: Rng) => randomUniform(source, [2, 19, 23, 3]);

export const spectralResidualMechanism: Mechanism<
  SpectralResidualConfig,
  NoParams,
  tf.Tensor4D,
  tf.Tensor3D,
  SpectralResidualOptions
> = {
  name: 'spectral-residual',
  title: 'Saliency by the spectral residual',
  paper: {
    title: 'Saliency Detection: A Spectral Residual Approach',
    authors: 'Hou and Zhang',
    venue: 'CVPR 2007',
    date: '2007-06',
  },
  axes: ['spatial'],
  formula: {
    g: 'S = g_\\sigma * \\left|\\mathcal{F}^{-1}(e^{R + iP})\\right|^2,\\quad R = L - h_3 * L,\\ L = \\log|\\mathcal{F}x|',
    f: 'x \\cdot [S > 3\\,\\mathrm{mean}(S)]',
  },
  publishedConfig: { size: 64, deviation: 8, threshold: 3 },
  examples: {
    small: { config: { size: 16, deviation: 1, threshold: 1 }, input: example },
  },
  withoutGradient: 'nothing is learned: the saliency counts as a constant, and the threshold is a choice',
  weightAxes: () => ({ '': ['batch', 'height', 'width'] }),
  init: initSpectralResidual,
  options: (config) => config,
  g: gSpectralResidual,
  f: fSpectralResidual,
  apply: spectralResidual,
};
