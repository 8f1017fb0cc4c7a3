import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, child, leaves, randomUniform, rng, uniformValues } from '@atlas/tensor';
import { expectClose, expectNoLeak } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  colourChannels,
  featureMaps,
  FEATURES,
  gaborEnergies,
  gaussianPyramid,
  gIttiKoch,
  gSpectralResidual,
  ittiKoch,
  localMaxima,
  normaliseMaps,
  ORIENTATIONS,
  spectralResidual,
  winnerTakesAll,
  type ColourOpponency,
} from '../src/index.js';

beforeAll(() => chooseBackend());

type Colour = readonly [number, number, number];
const red: Colour = [1, 0, 0];
const blue: Colour = [0, 0, 1];
const white: Colour = [1, 1, 1];

interface Bar {
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
  readonly colour: Colour;
}

/** Bars on black. */
function picture(size: number, bars: readonly Bar[]): tf.Tensor4D {
  const buffer = tf.buffer([1, size, size, 3]);
  for (const { row, column, height, width, colour } of bars) {
    for (let i = Math.ceil(row - height / 2); i < row + height / 2; i++) {
      for (let j = Math.ceil(column - width / 2); j < column + width / 2; j++) {
        colour.forEach((value, channel) => buffer.set(value, 0, i, j, channel));
      }
    }
  }
  return buffer.toTensor() as tf.Tensor4D;
}

/** A grid of equal bars, one of which is different. */
function search(size: number, side: number, odd: number, bar: Partial<Bar>, target: Partial<Bar>) {
  const bars = Array.from({ length: side * side }, (_, index): Bar => {
    const place = {
      row: ((Math.floor(index / side) + 0.5) * size) / side,
      column: (((index % side) + 0.5) * size) / side,
    };
    return { height: 24, width: 8, colour: white, ...bar, ...(index === odd ? target : {}), ...place };
  });
  return { image: picture(size, bars), target: bars[odd]! };
}

/** A map from rows of numbers. */
const map = (rows: number[][]): tf.Tensor4D => tf.tensor4d([rows.map((row) => row.map((value) => [value]))]);

const peaksAt = (size: number, places: readonly (readonly [number, number, number])[]): tf.Tensor4D => {
  const rows = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const [row, column, value] of places) rows[row]![column] = value;
  return map(rows);
};

describe('the stages of Itti and Koch on images made by hand', () => {
  it('has 42 maps: 6 of intensity, 12 of colour, 24 of orientation', () => {
    const maps = featureMaps(picture(64, [{ row: 20, column: 30, height: 9, width: 5, colour: red }]));
    expect(Object.keys(maps).sort()).toEqual(['2-5', '2-6', '3-6', '3-7', '4-7', '4-8']);
    const count = leaves(maps).reduce((sum, [, leaf]) => sum + leaf.shape[3]!, 0);
    expect(count).toBe(42);
    expect(FEATURES.filter((name) => name.startsWith('orientation'))).toHaveLength(ORIENTATIONS.length);
    expect(leaves(maps).map(([, leaf]) => leaf.shape[1])).toEqual([16, 16, 8, 8, 4, 4]);
  });

  it('has nine scales of half the size each, rounded up', () => {
    const sizes = gaussianPyramid(tf.zeros([1, 100, 37, 1])).map(({ shape }) => [shape[1], shape[2]]);
    expect(sizes).toEqual([
      [100, 37],
      [50, 19],
      [25, 10],
      [13, 5],
      [7, 3],
      [4, 2],
      [2, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it('keeps an even image even at every scale', () => {
    for (const scale of gaussianPyramid(tf.fill([1, 33, 21, 2], 0.7))) expectClose(scale, tf.fill(scale.shape, 0.7));
  });

  it('tunes colours broadly: each primary excites its own channel alone, white none', () => {
    const opponents = (colour: Colour) => {
      const { intensity, redGreen, blueYellow } = colourChannels(tf.tensor4d([[[[...colour]]]]));
      return [intensity, redGreen, blueYellow].map((channel) => channel.dataSync()[0]!);
    };
    // Divided by the intensity of a third, a pure primary is 3.
    expectClose(opponents(red), [1 / 3, 3, 0]);
    expectClose(opponents([0, 1, 0]), [1 / 3, -3, 0]);
    expectClose(opponents(blue), [1 / 3, 0, 3]);
    // r = g = 1.5: R = G = 0.75, which cancel, and Y = 1.5.
    expectClose(opponents([0.5, 0.5, 0]), [1 / 3, 0, -1.5]);
    expectClose(opponents(white), [1, 0, 0]);
  });

  it('sees no hue below a tenth of the largest intensity', () => {
    const pixels = tf.tensor4d([
      [
        [
          [1, 1, 1],
          [0.29, 0, 0],
          [0.31, 0, 0],
        ],
      ],
    ]);
    expectClose(colourChannels(pixels).redGreen.flatten(), [0, 0, 3], { rtol: 1e-5 });
  });

  it('answers to bars of its own orientation most', () => {
    const bar = (height: number, width: number) =>
      tf.slice(picture(32, [{ row: 16, column: 16, height, width, colour: white }]), [0, 0, 0, 0], [1, 32, 32, 1]);
    const strongest = (image: tf.Tensor) =>
      Array.from(tf.max(gaborEnergies(image as tf.Tensor4D), [0, 1, 2]).dataSync());
    const [vertical, horizontal] = [strongest(bar(20, 2)), strongest(bar(2, 20))];
    expect(vertical[0]!).toBeGreaterThan(2 * vertical[2]!);
    expect(horizontal[2]!).toBeGreaterThan(2 * horizontal[0]!);
    expectClose(vertical[0]!, horizontal[2]!, { rtol: 1e-4 });
  });

  it('gives no map where nothing differs', () => {
    for (const [, maps] of leaves(featureMaps(tf.fill([1, 64, 64, 3], 0.5)))) {
      expectClose(maps, tf.zeros(maps.shape), { atol: 1e-5 });
    }
    expectClose(gIttiKoch({}, tf.fill([1, 64, 64, 3], 0.5)), tf.zeros([1, 4, 4]), { atol: 1e-5 });
  });
});

describe('N(.) promotes few peaks and suppresses many', () => {
  it('keeps a single peak at its full height', () => {
    expect(tf.max(normaliseMaps(peaksAt(16, [[4, 5, 7]]))).dataSync()[0]).toBe(1);
  });

  it('makes nothing of many equal peaks', () => {
    const equal = [2, 7, 12].flatMap((row) => [2, 7, 12].map((column) => [row, column, 3] as const));
    expectClose(normaliseMaps(peaksAt(16, equal)), tf.zeros([1, 16, 16, 1]));
  });

  it('multiplies by (M - m)², m the mean of all local maxima but the highest', () => {
    const promoted = normaliseMaps(
      peaksAt(16, [
        [3, 3, 10],
        [10, 3, 4],
        [10, 12, 2],
      ]),
    );
    const gain = (1 - (0.4 + 0.2) / 2) ** 2;
    expectClose(
      tf.gatherND(promoted.reshape([16, 16]), [
        [3, 3],
        [10, 3],
        [10, 12],
      ]),
      [gain, 0.4 * gain, 0.2 * gain],
    );
  });

  it('counts a plateau once, and a faint ripple not at all', () => {
    const plateau = peaksAt(16, [
      [3, 3, 1],
      [3, 4, 1],
      [4, 3, 1],
      [4, 4, 1],
      [12, 12, 0.05],
    ]);
    expect(tf.sum(tf.cast(localMaxima(plateau, 0.1), 'int32')).dataSync()[0]).toBe(1);
    expect(tf.max(normaliseMaps(plateau)).dataSync()[0]).toBe(1);
  });

  it('is blind to the gain of a modality', () => {
    const rows = peaksAt(16, [
      [3, 3, 1],
      [9, 9, 0.4],
    ]);
    expectClose(normaliseMaps(tf.mul(rows, 50)), normaliseMaps(rows));
  });
});

describe('the winner takes all, then it is inhibited', () => {
  const saliency = () =>
    peaksAt(32, [
      [4, 5, 1],
      [6, 7, 0.9],
      [25, 6, 0.8],
      [20, 27, 0.7],
    ]).reshape([1, 32, 32]) as tf.Tensor3D;

  it('visits places in the order of their salience and skips what lies in the focus of an earlier one', () => {
    const path = winnerTakesAll(saliency(), { fixations: 3, proximity: 0 });
    // [6, 7] is within 32 / 6 pixels of the first winner.
    expect(path.arraySync()).toEqual([
      [
        [4, 5],
        [25, 6],
        [20, 27],
      ],
    ]);
  });

  it('returns when the inhibition has passed', () => {
    const path = winnerTakesAll(saliency(), { fixations: 4, inhibition: 2, proximity: 0 });
    expect(path.arraySync()[0]![3]).toEqual([4, 5]);
  });

  it('prefers near places when proximity is strong', () => {
    const map = peaksAt(32, [
      [4, 5, 1],
      [28, 28, 0.62],
      [13, 5, 0.6],
    ]).reshape([1, 32, 32]) as tf.Tensor3D;
    expect(winnerTakesAll(map, { fixations: 2, proximity: 0 }).arraySync()[0]![1]).toEqual([28, 28]);
    expect(winnerTakesAll(map, { fixations: 2, proximity: 0.3 }).arraySync()[0]![1]).toEqual([13, 5]);
  });
});

describe('pop-out without any training', () => {
  const colour = [{ colour: blue }, { colour: red }] as const;
  const orientation = [{}, { height: 8, width: 24 }] as const;
  const displays = ([2, 3, 4] as const).flatMap((side) => [
    [`a red bar among ${side * side - 1} blue ones`, side, ...colour] as const,
    [`a horizontal bar among ${side * side - 1} vertical ones`, side, ...orientation] as const,
  ]);

  it.each(displays)('%s is the first focus', (_title, side, bar, target) => {
    for (const odd of [0, side * side - 2]) {
      const display = search(256, side, odd, bar, target);
      const [row, column] = winnerTakesAll(gIttiKoch({}, display.image)).arraySync()[0]![0] as [number, number];
      expect(Math.hypot(16 * row - display.target.row, 16 * column - display.target.column)).toBeLessThan(256 / 6);
    }
  });

  it('gives an odd red among green the weaker contrast with the signs of the printed equations', () => {
    const { image, target } = search(256, 4, 5, { colour: [0, 1, 0] }, { colour: red });
    const contrast = (opponency: ColourOpponency) => {
      const maps = featureMaps(image, opponency)['4-7']!.bufferSync();
      const at = (row: number, column: number) => maps.get(0, Math.round(row / 16), Math.round(column / 16), 1);
      return at(target.row, target.column) / at(target.row, target.column - 64);
    };
    expect(contrast('double-opponent')).toBeGreaterThan(1.05);
    expect(contrast('as-printed')).toBeLessThan(0.95);
  });

  it('shows the image inside of the focus and nothing outside', () => {
    const { image, target } = search(256, 3, 4, { colour: blue }, { colour: red });
    const seen = ittiKoch({}, image).output;
    expect(tf.sum(tf.slice(seen, [0, 0, 0, 0], [1, 256, 256, 1])).dataSync()[0]).toBe(24 * 8);
    expect(tf.sum(tf.slice(seen, [0, 0, 0, 2], [1, 256, 256, 1])).dataSync()[0]).toBe(0);
    expect(seen.bufferSync().get(0, target.row, target.column, 0)).toBe(1);
  });

  it('lets the image, not the saliency, carry the gradient', () => {
    const x = tf.randomUniform<tf.Rank.R4>([1, 40, 40, 3], 0, 1, 'float32', 3);
    const gradient = tf.grad((at) => tf.sum(ittiKoch({}, at as tf.Tensor4D).output))(x);
    const inside = tf.cast(tf.notEqual(ittiKoch({}, x).output, 0), 'float32');
    expectClose(gradient, inside);
  });
});

describe('the spectral residual', () => {
  /** A brighter disk somewhere in noise. */
  const scene = (seed: number) => {
    const source = rng(seed);
    const [row, column] = uniformValues(child(source, 'place'), 2, 20, 108) as unknown as [number, number];
    const buffer = randomUniform(child(source, 'noise'), [1, 128, 128, 3], 0, 0.3).bufferSync();
    for (let i = 0; i < 128; i++) {
      for (let j = 0; j < 128; j++) {
        if (Math.hypot(i - row, j - column) >= 5) continue;
        for (let c = 0; c < 3; c++) buffer.set(buffer.get(0, i, j, c) + 0.5, 0, i, j, c);
      }
    }
    return { image: buffer.toTensor() as tf.Tensor4D, row, column };
  };

  it.each([1, 2, 3])('finds the odd one, scene %i', (seed) => {
    const { image, row, column } = scene(seed);
    const winner = tf.argMax(gSpectralResidual({}, image).flatten()).dataSync()[0]!;
    expect(Math.hypot(2 * Math.floor(winner / 64) - row, 2 * (winner % 64) - column)).toBeLessThan(8);
  });

  it('shows the proto-object and hides the rest', () => {
    const { image, row, column } = scene(1);
    const { output } = spectralResidual({}, image);
    const seen = output.bufferSync().get(0, Math.round(row), Math.round(column), 0);
    expect(seen).toBe(image.bufferSync().get(0, Math.round(row), Math.round(column), 0));
    const share = tf.mean(tf.cast(tf.notEqual(output, 0), 'float32')).dataSync()[0]!;
    expect(share).toBeLessThan(0.1);
  });
});

it('leaves no tensor behind, stage by stage', () => {
  const image = picture(64, [{ row: 20, column: 30, height: 9, width: 5, colour: red }]);
  expectNoLeak(() => featureMaps(image));
  expectNoLeak(() => colourChannels(image));
  expectNoLeak(() => tf.tidy(() => gaborEnergies(colourChannels(image).intensity)));
  expectNoLeak(() => normaliseMaps(image));
  const map = peaksAt(32, [[4, 5, 1]]).reshape([1, 32, 32]) as tf.Tensor3D;
  expectNoLeak(() => winnerTakesAll(map, { fixations: 3 }));
});
