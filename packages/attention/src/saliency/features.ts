import * as tf from '@tensorflow/tfjs-core';
import { tidyTree } from '../compose.js';
import { filterSquare, gaussianPyramid, interpolate } from './pyramid.js';

/** Centre and surround: c in {2, 3, 4}, s = c + 3 or c + 4. */
export const CENTRE_SURROUND: readonly (readonly [centre: number, surround: number])[] = [
  [2, 5],
  [2, 6],
  [3, 6],
  [3, 7],
  [4, 7],
  [4, 8],
];

/** The finest scale that is a centre. */
const FINEST = Math.min(...CENTRE_SURROUND.map(([centre]) => centre));

/** Orientations of the Gabor filters in degrees; 0 answers to vertical edges and bars. */
export const ORIENTATIONS: readonly number[] = [0, 45, 90, 135];

/** What the maps show, in the order of the channels of `featureMaps`. */
export const FEATURES: readonly string[] = [
  'intensity',
  'red-green',
  'blue-yellow',
  ...ORIENTATIONS.map((angle) => `orientation-${angle}`),
];

/**
 * How centre and surround of the colour opponents are compared. The paper describes double-opponent cells: what excites
 * the centre inhibits the surround, |(R - G)(c) - (R - G)(s)|. Its equations 2 and 3 as printed,
 * |(R(c) - G(c)) - (G(s) - R(s))|, give both the same sign; with these no colour stands out among others. The absolute
 * value is blind to the sign of a contrast: red among blue stands out at once, red among green only as far as the
 * surround of the red item is green.
 */
export type ColourOpponency = 'double-opponent' | 'as-printed';

/**
 * The 42 feature maps: for each of the 6 pairs of scales, intensity, red-green, blue-yellow and four orientations.
 * @param x [batch, height, width, 3], red, green and blue, none negative
 * @returns by pair, such as '2-5': [batch, height of the centre, width of the centre, 7], channels as `FEATURES`
 */
export function featureMaps(
  x: tf.Tensor4D,
  opponency: ColourOpponency = 'double-opponent',
): { [pair: string]: tf.Tensor4D } {
  return tidyTree(() => {
    const { intensity, redGreen, blueYellow } = colourChannels(x);
    const opponents = gaussianPyramid(tf.concat([redGreen, blueYellow], 3)); // [batch, height, width, 2] each
    const intensities = gaussianPyramid(intensity);
    // Scales finer than every centre are not compared, and filtering them would be nearly all of the work.
    const orientations = intensities.map((scale, index) => (index < FINEST ? undefined : gaborEnergies(scale)));
    return Object.fromEntries(
      CENTRE_SURROUND.map(([centre, surround]) => {
        const grey = acrossScales(intensities, centre, surround, 1);
        const colour = acrossScales(opponents, centre, surround, opponency === 'as-printed' ? -1 : 1);
        const lines = acrossScales(orientations, centre, surround, 1);
        return [`${centre}-${surround}`, tf.concat([grey, colour, lines], 3)]; // [batch, height, width, 7]
      }),
    );
  });
}

/**
 * Intensity and the two colour opponents, from broadly tuned colours with negatives set to zero. Colours are divided by
 * the intensity where it is above a tenth of the image's maximum and are zero elsewhere, for hue is not seen in the dark.
 * @param x [batch, height, width, 3]
 * @returns intensity, R - G and B - Y: [batch, height, width, 1] each
 */
export function colourChannels(x: tf.Tensor4D): {
  intensity: tf.Tensor4D;
  redGreen: tf.Tensor4D;
  blueYellow: tf.Tensor4D;
} {
  return tf.tidy(() => {
    const intensity = tf.mean<tf.Tensor4D>(x, 3, true);
    const bright = tf.greater(intensity, tf.div(tf.max(intensity, [1, 2, 3], true), 10));
    const hue = tf.where(bright, tf.divNoNan(x, intensity), tf.zerosLike(x)) as tf.Tensor4D;
    const [r, g, b] = tf.split(hue, 3, 3) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
    const half = (sum: tf.Tensor) => tf.div(sum, 2);
    const red = tf.relu(tf.sub(r, half(tf.add(g, b))));
    const green = tf.relu(tf.sub(g, half(tf.add(r, b))));
    const blue = tf.relu(tf.sub(b, half(tf.add(r, g))));
    const yellow = tf.relu(tf.sub(tf.sub(half(tf.add(r, g)), half(tf.abs(tf.sub(r, g)))), b));
    return {
      intensity,
      redGreen: tf.sub(red, green) as tf.Tensor4D,
      blueYellow: tf.sub(blue, yellow) as tf.Tensor4D,
    };
  });
}

/** |centre - sign · surround|, with the surround interpolated to the centre's size. */
function acrossScales(
  pyramid: readonly (tf.Tensor4D | undefined)[],
  centre: number,
  surround: number,
  sign: 1 | -1,
): tf.Tensor4D {
  const fine = pyramid[centre]!;
  const coarse = interpolate(pyramid[surround]!, fine.shape[1], fine.shape[2]);
  return tf.abs(sign === 1 ? tf.sub(fine, coarse) : tf.add(fine, coarse)) as tf.Tensor4D;
}

/** The paper prints no sizes for its Gabor filters: 9 taps, a period of 5 pixels and σ = 2 are ours. */
const GABOR = { size: 9, period: 5, deviation: 2 } as const;

/**
 * The energy of a pair of Gabor filters, even and odd, at each orientation: it does not depend on where in a bar the
 * filter lies.
 * @param intensity [batch, height, width, 1]
 * @returns [batch, height, width, 4]
 */
export function gaborEnergies(intensity: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() =>
    tf.concat(
      ORIENTATIONS.map((angle) => {
        const even = filterSquare(intensity, gaborKernel(angle, 0), GABOR.size);
        const odd = filterSquare(intensity, gaborKernel(angle, Math.PI / 2), GABOR.size);
        return tf.sqrt(tf.add(tf.square(even), tf.square(odd))) as tf.Tensor4D;
      }),
      3,
    ),
  );
}

/** A Gabor filter, row by row, without an answer to even light, and with unit sum of absolute values. */
export function gaborKernel(degrees: number, phase: number): number[] {
  const { size, period, deviation } = GABOR;
  const half = (size - 1) / 2;
  const angle = (degrees * Math.PI) / 180;
  const places = Array.from({ length: size * size }, (_, index) => {
    const down = Math.floor(index / size) - half;
    const across = (index % size) - half;
    return { along: across * Math.cos(angle) + down * Math.sin(angle), distance: down * down + across * across };
  });
  const envelope = places.map(({ distance }) => Math.exp(-distance / (2 * deviation * deviation)));
  const wave = places.map(({ along }, index) => envelope[index]! * Math.cos((2 * Math.PI * along) / period + phase));
  const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  const offset = total(wave) / total(envelope);
  const balanced = wave.map((value, index) => value - offset * envelope[index]!);
  const norm = total(balanced.map(Math.abs));
  return balanced.map((value) => value / norm);
}
