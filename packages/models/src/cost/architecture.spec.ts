import { describe, expect, it } from 'vitest';
import { costOf } from './cost.js';
import type { CostRequest } from './request.js';

/*
 * The same networks once more, as arithmetic on the tables of the papers and nothing else: what the library counts from
 * weights and executed operations must agree at every depth, width and option, also where no paper prints a number.
 */
interface Sizes {
  params: number;
  macs: number;
  side: number;
}

const convolution = (total: Sizes, kernel: number, from: number, to: number, side: number, groups = 1): void => {
  const weights = (kernel * kernel * from * to) / groups;
  total.params += weights + 2 * to; // the normalisation behind it
  total.macs += weights * side * side;
};

const blocksOf: { readonly [depth: number]: readonly [boolean, readonly number[]] } = {
  18: [false, [2, 2, 2, 2]],
  34: [false, [3, 4, 6, 3]],
  50: [true, [3, 4, 6, 3]],
  101: [true, [3, 4, 23, 3]],
  152: [true, [3, 8, 36, 3]],
};

interface Plan {
  readonly depth: number;
  readonly input: number;
  readonly strideIn: '1x1' | '3x3';
  readonly groups?: number;
  readonly groupWidth?: number;
  /** What a mechanism adds to a block: parameters and multiply-accumulates. */
  readonly extra?: (stage: number, block: number, blocks: number, channels: number, side: number) => readonly number[];
}

function count({ depth, input, strideIn, groups = 1, groupWidth = 64, extra = () => [0, 0] }: Plan): Sizes {
  const [bottleneck, stages] = blocksOf[depth]!;
  const half = (side: number) => Math.ceil(side / 2);
  const total: Sizes = { params: 0, macs: 0, side: half(input) };
  convolution(total, 7, 3, 64, total.side);
  total.side = half(total.side);
  let from = 64;
  stages.forEach((blocks, index) => {
    const middle = groups * groupWidth * 2 ** index;
    const channels = 64 * 2 ** index * (bottleneck ? 4 : 1);
    for (let block = 1; block <= blocks; block++) {
      const after = block === 1 && index > 0 ? half(total.side) : total.side;
      if (bottleneck) {
        convolution(total, 1, from, middle, strideIn === '1x1' ? after : total.side);
        convolution(total, 3, middle, middle, after, groups);
        convolution(total, 1, middle, channels, after);
      } else {
        convolution(total, 3, from, middle, after);
        convolution(total, 3, middle, channels, after);
      }
      if (from !== channels) convolution(total, 1, from, channels, after);
      total.side = after;
      from = channels;
      const [params, macs] = extra(index + 2, block, blocks, channels, after);
      total.params += params!;
      total.macs += macs!;
    }
  });
  total.params += from * 1000 + 1000;
  total.macs += from * 1000;
  return total;
}

const plans: readonly [CostRequest, Plan][] = [
  ...[18, 34, 50, 101, 152].flatMap((depth) =>
    [224, 256, 97].flatMap((input) =>
      (['1x1', '3x3'] as const).map((strideIn): [CostRequest, Plan] => [
        { model: `resnet${depth}`, input, strideIn },
        { depth, input, strideIn },
      ]),
    ),
  ),
  ...[50, 101].map((depth): [CostRequest, Plan] => [
    { model: `resnext${depth}-32x4d` },
    { depth, input: 224, strideIn: '3x3', groups: 32, groupWidth: 4 },
  ]),
  ...[18, 34, 50, 101, 152].flatMap((depth) =>
    [4, 8, 16].map((reduction): [CostRequest, Plan] => [
      { model: `resnet${depth}`, attention: 'se', variant: 'paper', reduction },
      {
        depth,
        input: 224,
        strideIn: '1x1',
        extra: (_stage, _block, _blocks, channels) => [
          (2 * channels ** 2) / reduction,
          (2 * channels ** 2) / reduction,
        ],
      },
    ]),
  ),
  ...[[2, 3], [5]].map((stages): [CostRequest, Plan] => [
    { model: 'resnet101', attention: 'cbam', variant: 'paper', stages },
    {
      depth: 101,
      input: 224,
      strideIn: '1x1',
      extra: (stage, _block, _blocks, channels, side) => {
        const perceptron = (2 * channels ** 2) / 16;
        return stages.includes(stage) ? [perceptron + 98, 2 * perceptron + 98 * side ** 2] : [0, 0];
      },
    },
  ]),
  ...[50, 152].map((depth): [CostRequest, Plan] => [
    { model: `resnet${depth}`, attention: 'gc', reduction: 4 },
    {
      depth,
      input: 224,
      strideIn: '1x1',
      extra: (stage, _block, _blocks, channels, side) => {
        const hidden = channels / 4;
        const [mask, transform] = [channels, 2 * channels * hidden];
        return stage === 2
          ? [0, 0]
          : [mask + 1 + transform + hidden + channels + 2 * hidden, mask * side ** 2 + transform];
      },
    },
  ]),
  [
    { model: 'resnet34', attention: 'eca', input: 64 },
    {
      depth: 34,
      input: 64,
      strideIn: '1x1',
      extra: (stage, _block, _blocks, channels) => {
        const taps = [3, 3, 5, 7][stage - 2]!;
        return [taps, taps * channels];
      },
    },
  ],
];

const name = (request: CostRequest) => JSON.stringify(request).replaceAll(/[{}"]/g, '');

describe('costOf agrees with arithmetic on the architecture', () => {
  it.each(plans.map(([request, plan]) => [name(request), request, plan] as const))('%s', (_, request, plan) => {
    const { params, macs } = costOf(request);
    const expected = count(plan);
    expect({ params, macs }).toEqual({ params: expected.params, macs: expected.macs });
  });

  it.each([
    { layers: 3, dModel: 96, dFf: 160, heads: 6, dK: 16, vocabulary: 700, input: 11 },
    { layers: 1, dModel: 64, dFf: 64, heads: 1, dK: 32, vocabulary: 90, input: 7 },
  ])('transformer-base %o', (request) => {
    const { layers: N, dModel: d, dFf: ff, heads: h, dK, vocabulary, input: n } = request;
    const attention = 2 * d * h * dK + d * d + d * d; // queries, keys; values and output with d_v = d / h
    const encoder = attention + 2 * d * ff;
    const decoder = 2 * attention + 2 * d * ff;
    const biases = 2 * (d + ff);
    const norms = (sublayers: number) => 2 * d * sublayers;
    const found = costOf({ model: 'transformer-base', ...request });
    expect(found.params).toBe(vocabulary * d + N * (encoder + decoder + biases + norms(2) + norms(3)));
    expect(found.macs).toBe(n * (N * (encoder + decoder) + vocabulary * d));
    const products = N * 3 * n * n * (h * dK + d);
    expect(costOf({ model: 'transformer-base', ...request, counting: { matmul: true } }).macs - found.macs).toBe(
      products,
    );
  });

  it('counts one more layer norm on each side where normalisation comes first', () => {
    const [post, pre] = (['paper', 'code'] as const).map(
      (variant) => costOf({ model: 'transformer-base', variant }).params,
    );
    expect(pre! - post!).toBe(2 * 2 * 512);
  });

  it('counts the biases of the recurrent translators apart', () => {
    const bias = (model: string) => costOf({ model, variant: 'code' }).params - costOf({ model }).params;
    // gates of both directions, first state, decoder, readout, words
    expect(bias('rnnsearch')).toBe(2 * 3000 + 1000 + 3000 + 1000 + 30_000);
    expect(bias('rnnencdec')).toBe(3000 + 1000 + 3000 + 1000 + 30_000);
  });
});
