import {
  distinctSizes,
  expectClose,
  expectNoLeak,
  expectNoLeakOnError,
  gradCheck,
  holdsFor,
  onBackend,
  seeds,
} from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backends } from '../test/backends.js';
import {
  convolution,
  convolution1d,
  initConvolution,
  type ConvolutionOptions,
  type ConvolutionParams,
} from './convolution.js';
import { child, randomNormal, rng } from './rng.js';

type Case = { options: ConvolutionOptions; kernelSize: [number, number]; channels: [inputs: number, outputs: number] };

const cases: Record<string, Case> = {
  plain: { options: {}, kernelSize: [3, 3], channels: [2, 3] },
  pointwise: { options: {}, kernelSize: [1, 1], channels: [5, 3] },
  valid: { options: { padding: 'valid' }, kernelSize: [3, 2], channels: [2, 3] },
  'padded by number': { options: { padding: 2 }, kernelSize: [3, 3], channels: [2, 3] },
  'padded, strided, sizes that do not divide': {
    options: { padding: 1, strides: 2 },
    kernelSize: [3, 3],
    channels: [2, 3],
  },
  'strided with the rule same': { options: { strides: [2, 3] }, kernelSize: [3, 3], channels: [2, 3] },
  grouped: { options: { groups: 3 }, kernelSize: [3, 3], channels: [6, 9] },
  'grouped, so narrow that groups are merged': { options: { groups: 16 }, kernelSize: [3, 3], channels: [32, 48] },
  'dilated and grouped, merged': { options: { dilation: 2, groups: 4 }, kernelSize: [3, 3], channels: [32, 8] },
  'pointwise, many channels': { options: {}, kernelSize: [1, 1], channels: [70, 66] },
  'grouped and strided': { options: { groups: 2, strides: 2, padding: 1 }, kernelSize: [3, 3], channels: [4, 6] },
  depthwise: { options: { groups: 5 }, kernelSize: [3, 3], channels: [5, 5] },
  'depthwise, two outputs each': { options: { groups: 3, strides: 2 }, kernelSize: [3, 3], channels: [3, 6] },
  'depthwise, unequal strides': { options: { groups: 3, strides: [1, 2] }, kernelSize: [3, 3], channels: [3, 3] },
  dilated: { options: { dilation: 2 }, kernelSize: [3, 3], channels: [2, 3] },
  'dilated and padded by number': { options: { dilation: [2, 3], padding: 3 }, kernelSize: [3, 3], channels: [2, 3] },
  'dilated and grouped': { options: { dilation: 2, groups: 2, padding: 2 }, kernelSize: [3, 3], channels: [4, 6] },
  'dilated and strided': { options: { dilation: 2, strides: 2, padding: 2 }, kernelSize: [3, 3], channels: [2, 3] },
};

function drawn({ kernelSize, channels, options }: Case, seed = 1) {
  const source = rng(seed);
  const [inChannels, outChannels] = channels;
  const params = initConvolution({ kernelSize, inChannels, outChannels, groups: options.groups ?? 1 }, source);
  params.bias?.dispose();
  params.bias = randomNormal(child(source, 'bias'), [outChannels]);
  return { params, x: randomNormal(child(source, 'x'), [2, 7, 6, inChannels]) };
}

/** The definition, as loops over plain numbers. */
function loops({ kernel, bias }: ConvolutionParams, x: tf.Tensor4D, options: ConvolutionOptions): number[][][][] {
  const image = x.arraySync();
  const weights = kernel.arraySync();
  const offsets = bias!.arraySync();
  const [batch, height, width] = x.shape;
  const [kernelHeight, kernelWidth, groupInputs, outputs] = kernel.shape;
  const [strideDown, strideAcross] = both(options.strides ?? 1);
  const [dilationDown, dilationAcross] = both(options.dilation ?? 1);
  const down = extent(height, kernelHeight, strideDown, dilationDown, options.padding ?? 'same');
  const across = extent(width, kernelWidth, strideAcross, dilationAcross, options.padding ?? 'same');
  const groupOutputs = outputs / (options.groups ?? 1);
  const value = (b: number, i: number, j: number, o: number): number => {
    let sum = offsets[o]!;
    for (let u = 0; u < kernelHeight; u++) {
      for (let v = 0; v < kernelWidth; v++) {
        const row = i * strideDown + u * dilationDown - down.before;
        const column = j * strideAcross + v * dilationAcross - across.before;
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        for (let c = 0; c < groupInputs; c++) {
          const channel = Math.floor(o / groupOutputs) * groupInputs + c;
          sum += image[b]![row]![column]![channel]! * weights[u]![v]![c]![o]!;
        }
      }
    }
    return sum;
  };
  const range = (count: number) => Array.from({ length: count }, (_, index) => index);
  return range(batch).map((b) =>
    range(down.size).map((i) => range(across.size).map((j) => range(outputs).map((o) => value(b, i, j, o)))),
  );
}

function both(value: number | readonly [number, number]): readonly [number, number] {
  return typeof value === 'number' ? [value, value] : value;
}

function extent(size: number, kernel: number, stride: number, dilation: number, padding: 'same' | 'valid' | number) {
  const reach = (kernel - 1) * dilation + 1;
  if (padding === 'same') {
    const outputs = Math.ceil(size / stride);
    return { size: outputs, before: Math.floor(Math.max(0, (outputs - 1) * stride + reach - size) / 2) };
  }
  const zeros = padding === 'valid' ? 0 : padding;
  return { size: Math.floor((size + 2 * zeros - reach) / stride) + 1, before: zeros };
}

describe.each(backends)('convolution on %s', (backend) => {
  it.each(Object.entries(cases))('equals the definition: %s', (_, drawnCase) =>
    onBackend(backend, () => {
      const { params, x } = drawn(drawnCase);
      expectClose(convolution(params, x, drawnCase.options), loops(params, x, drawnCase.options), { atol: 1e-5 });
    }),
  );

  it.each(Object.entries(cases))('has right gradients: %s', (_, drawnCase) =>
    onBackend(backend, () => {
      const { params, x } = drawn(drawnCase);
      const result = gradCheck(
        ({ params, x }) => convolution(params as ConvolutionParams, x, drawnCase.options),
        { params, x },
        { samplesPerLeaf: 40, tol: 2e-3 },
      );
      expect(result.checked).toBeGreaterThan(40);
    }),
  );

  it('leaves no tensor behind, forward and backward', () =>
    onBackend(backend, () => {
      const { params, x } = drawn(cases['dilated and grouped']!);
      const { options } = cases['dilated and grouped']!;
      expectNoLeak(() => convolution(params, x, options));
      expectNoLeak(() => tf.grad((input: tf.Tensor) => convolution(params, input as tf.Tensor4D, options))(x));
    }));

  it('equals the definition for sizes drawn at random', () =>
    onBackend(backend, () => {
      const drawnCases = fc.record({
        sizes: distinctSizes(2, 11),
        kernelSize: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
        strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
        groups: fc.integer({ min: 1, max: 3 }),
        padding: fc.constantFrom('same' as const, 2, 3),
        seed: seeds(),
      });
      holdsFor(drawnCases, ({ sizes, kernelSize, strides, groups, padding, seed }) => {
        const options = { strides, groups, padding };
        const { params } = drawn({ kernelSize, channels: [2 * groups, 3 * groups], options }, seed);
        const x = randomNormal(child(rng(seed), 'x'), [1, sizes[0]!, sizes[1]!, 2 * groups]);
        expectClose(convolution(params, x, options), loops(params, x, options), { atol: 1e-5 });
      });
    }));

  it('convolves one axis as it convolves two', () =>
    onBackend(backend, () => {
      const kernel = randomNormal(rng(3), [3, 2, 5]);
      const x = randomNormal(rng(4), [2, 7, 2]);
      const image = tf.reshape(x, [2, 1, 7, 2]) as tf.Tensor4D;
      const kernels = { kernel: tf.reshape(kernel, [1, 3, 2, 5]) as tf.Tensor4D };
      expectClose(convolution1d({ kernel }, x), tf.squeeze(convolution(kernels, image), [1]));
      const output = convolution1d({ kernel }, x, { stride: 2, dilation: 2, padding: 2 });
      expect(output.shape).toEqual([2, 4, 5]);
      expectClose(
        tf.slice(output, [0, 1, 0], [2, 1, 5]),
        tf.slice(convolution1d({ kernel }, x, { dilation: 2, padding: 'valid' }), [0, 0, 0], [2, 1, 5]),
      );
      gradCheck(({ kernel, x }) => convolution1d({ kernel }, x, { padding: 1 }), { kernel, x });
    }));

  it('passes NaN on', () =>
    onBackend(backend, () => {
      const { params } = drawn(cases['plain']!);
      const output = convolution(params, tf.fill([1, 4, 4, 2], NaN), {}).dataSync();
      expect(output.every(Number.isNaN)).toBe(true);
    }));
});

describe('convolution', () => {
  it('computes a case worked out by hand', () => {
    // x = [[1, 2], [3, 4]], kernel = [[1, 10], [100, 1000]]: 1 + 20 + 300 + 4000, and the bias 0.5.
    const params = { kernel: tf.tensor4d([1, 10, 100, 1000], [2, 2, 1, 1]), bias: tf.tensor1d([0.5]) };
    expectClose(convolution(params, tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]), { padding: 'valid' }), [[[[4321.5]]]]);
  });

  it('names what does not fit', () => {
    const { params, x } = drawn(cases['plain']!);
    expect(() => convolution(params, tf.zeros([1, 4, 4, 5]))).toThrow(
      'convolution x: expected shape [batch, height, width, 2], found [1, 4, 4, 5]',
    );
    expect(() => convolution(params, x, { groups: 2 })).toThrow(/kernel outputs: expected a multiple of 2, found 3/);
    expect(() => convolution(params, x, { strides: 0 })).toThrow(
      /convolution strides: expected an integer of at least 1, found 0/,
    );
    expect(() => convolution(params, x, { padding: 0.5 })).toThrow(/convolution padding/);
    expect(() => convolution(params, x, { padding: 'valid', dilation: 4 })).toThrow(
      /expected at least 9 values .* found 7/,
    );
    expect(() => convolution(params, tf.zeros([1, 0, 4, 2]))).toThrow(/axis 'height'.*is empty/);
    expect(() => initConvolution({ kernelSize: 3, inChannels: 5, outChannels: 4, groups: 2 }, rng(1))).toThrow(
      /inChannels: expected a multiple of 2, found 5/,
    );
  });

  it('leaves no tensor behind when it throws', () => {
    const { params, x } = drawn(cases['plain']!);
    expectNoLeakOnError(() => convolution(params, x, { padding: 'valid', dilation: 4 }));
  });
});
