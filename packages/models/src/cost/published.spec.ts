import { describe, expect, it } from 'vitest';
import { costOf } from './cost.js';
import type { CostRequest } from './request.js';

/** Counted from the released programs, except RAM, which has none. */
const parameters: readonly [CostRequest, number][] = [
  [{ model: 'resnet50' }, 25_557_032],
  [{ model: 'resnet50', attention: 'se' }, 28_088_024],
  [{ model: 'sknet50' }, 27_479_784],
  [{ model: 'resnet50', attention: 'cbam' }, 28_089_624],
  [{ model: 'resnet50', attention: 'bam' }, 25_915_099],
  [{ model: 'resnet50', attention: 'eca' }, 25_557_112],
  [{ model: 'gsopnet1' }, 28_285_224],
  [{ model: 'gsopnet1', variant: 'paper' }, 28_054_440],
  [{ model: 'gsopnet1', stages: [3, 4, 5] }, 28_054_440],
  [{ model: 'resnet50', attention: 'nl' }, 27_658_792],
  [{ model: 'resnet50', attention: 'snl' }, 26_607_657],
  [{ model: 'resnet50', attention: 'gc', stages: [4], blocks: 'one' }, 25_690_345],
  [{ model: 'resnet50', attention: 'gc' }, 28_078_773],
  [{ model: 'ram' }, 209_677],
  [{ model: 'resnet50', attention: 'se', variant: 'paper' }, 28_071_976],
  [{ model: 'resnet50', attention: 'se', variant: 'paper', reduction: 8 }, 30_586_920],
  [{ model: 'resnet50', counting: { statistics: true } }, 25_610_152],
  [{ model: 'resnet50', attention: 'se', variant: 'paper', counting: { statistics: true } }, 28_125_096],
  [{ model: 'resnet50', counting: { normalisation: false } }, 25_503_912],
  [{ model: 'transformer-base' }, 63_045_632],
  [{ model: 'transformer-base', layers: 2 }, 33_644_544],
  [{ model: 'transformer-base', layers: 8 }, 77_746_176],
  [{ model: 'transformer-big' }, 214_171_648],
];

const multiplyAccumulates: readonly [CostRequest, number][] = [
  [{ model: 'resnet50' }, 3_857_973_248],
  [{ model: 'resnet50', strideIn: '3x3' }, 4_089_184_256],
  [{ model: 'resnet50', attention: 'se' }, 3_860_488_192],
  [{ model: 'resnet50', attention: 'cbam' }, 3_864_362_102],
  [{ model: 'resnet50', attention: 'bam' }, 3_940_120_320],
  [{ model: 'sknet50' }, 4_462_710_784],
];

const mega = 1e6;
const giga = 1e9;
const binaryMega = 2 ** 20;

/** Printed values with the tolerance within which an independent count can reach them. */
const printed: readonly [string, CostRequest, 'params' | 'macs', number, number, number][] = [
  ['SE table 2, ResNet-50', { model: 'resnet50' }, 'macs', giga, 3.86, 0.005 * 3.86],
  ['SE table 2, SE-ResNet-50', { model: 'resnet50', attention: 'se' }, 'macs', giga, 3.87, 0.005 * 3.87],
  ['SE table 10, r = 8', se({ reduction: 8 }), 'params', mega, 30.7, 0.1],
  ['SE table 10, r = 16', se({}), 'params', mega, 28.1, 0.1],
  ['SE table 10, original', { model: 'resnet50', counting: { statistics: true } }, 'params', mega, 25.6, 0.1],
  ['SE table 13, stage 2 only', se({ stages: [2] }), 'params', mega, 25.6, 0.1],
  ['SE table 13, all stages', se({ stages: [2, 3, 4, 5] }), 'params', mega, 28.1, 0.1],
  ['SE table 15, on the 3x3', se({ position: 'middle' }), 'params', mega, 25.8, 0.1],
  ['SE table 15, on the 3x3', se({ position: 'middle' }), 'macs', giga, 3.86, 0.005 * 3.86],
  ['ECA table 3, ResNet-50', { model: 'resnet50' }, 'params', binaryMega, 24.37, 0.01],
  ['ECA table 3, ECA-Net50', { model: 'resnet50', attention: 'eca' }, 'params', binaryMega, 24.37, 0.01],
  [
    'ECA table 3, SENet-50',
    { model: 'resnet50', attention: 'se', variant: 'paper' },
    'params',
    binaryMega,
    26.77,
    0.01,
  ],
  [
    'ECA table 3, CBAM-50',
    { model: 'resnet50', attention: 'cbam', variant: 'paper' },
    'params',
    binaryMega,
    26.77,
    0.01,
  ],
  ['CBAM table 4, ResNet-50', { model: 'resnet50' }, 'macs', giga, 3.858, 0.001],
  ['CBAM table 4, SE', { model: 'resnet50', attention: 'se' }, 'macs', giga, 3.86, 0.001],
  ['CBAM table 4, CBAM', { model: 'resnet50', attention: 'cbam' }, 'macs', giga, 3.864, 0.001],
  ['BAM', { model: 'resnet50', attention: 'bam' }, 'macs', giga, 3.94, 0.001],
  ['GCNet, 1 NL', { model: 'resnet50', attention: 'nl' }, 'params', mega, 27.66, 0.01],
  ['GSoP-Net1', { model: 'gsopnet1', variant: 'paper' }, 'params', mega, 28.05, 0.01],
  ['GSoP-Net1', { model: 'gsopnet1', variant: 'paper' }, 'macs', giga, 6.18, 0.01],
];

/** The ablations of the paper count running statistics and no biases of SE. */
function se(options: Partial<CostRequest>): CostRequest {
  return { model: 'resnet50', attention: 'se', variant: 'paper', counting: { statistics: true }, ...options };
}

const name = (request: CostRequest) => JSON.stringify(request).replaceAll(/[{}"]/g, '');

describe('exact counts', () => {
  it.each(parameters.map(([request, expected]) => [name(request), request, expected] as const))(
    'parameters of %s',
    (_, request, expected) => expect(costOf(request).params).toBe(expected),
  );
  it.each(multiplyAccumulates.map(([request, expected]) => [name(request), request, expected] as const))(
    'multiply-accumulates of %s',
    (_, request, expected) => expect(costOf(request).macs).toBe(expected),
  );
});

describe('printed values', () => {
  it.each(printed)('%s: %o %s', (_, request, of, unit, value, tolerance) => {
    expect(Math.abs(costOf(request)[of] / unit - value)).toBeLessThanOrEqual(tolerance);
  });

  it.each([
    ['N = 8 minus N = 2', { layers: 8 }, { layers: 2 }, 44],
    ['base minus N = 2', {}, { layers: 2 }, 29],
    ['N = 8 minus base', { layers: 8 }, {}, 15],
    ['base minus d_ff 1024', {}, { dFf: 1024 }, 12],
  ])('Transformer table 3, %s', (_, more, less, millions) => {
    const count = (options: Partial<CostRequest>) => costOf({ model: 'transformer-base', ...options }).params;
    expect(Math.abs((count(more) - count(less)) / mega - millions)).toBeLessThanOrEqual(1);
  });
});

describe('counts with other switches', () => {
  it.each<[CostRequest, number]>([
    [{ model: 'gsopnet1', variant: 'paper', counting: { matmul: true } }, 6.204],
    [{ model: 'gsopnet1', counting: { matmul: true } }, 6.243],
    [{ model: 'gsopnet1', strideIn: '3x3', counting: { matmul: true } }, 6.397],
    [{ model: 'resnet50', attention: 'gc', counting: { matmul: true } }, 3.8667],
    [{ model: 'resnet50', attention: 'nl' }, 4.115],
    [{ model: 'resnet50', attention: 'cbam', strideIn: '3x3' }, 4.0956],
  ])('%o', (request, expected) => {
    const digits = String(expected).split('.')[1]!.length;
    expect(Number((costOf(request).macs / giga).toFixed(digits))).toBe(expected);
  });

  it('has every part of RNNsearch in the size of its matrices', () => {
    const { byStage, params } = costOf({ model: 'rnnsearch' });
    const [words, m, n, l] = [30_000, 620, 1000, 500];
    expect(Object.fromEntries(Object.entries(byStage).map(([stage, share]) => [stage, share.params]))).toEqual({
      embeddings: 2 * words * m,
      encoder: 2 * 3 * (m * n + n * n),
      alignment: n * n + n * 2 * n + n,
      initialState: n * n,
      decoder: 3 * (m * n + n * n + 2 * n * n),
      readout: 2 * l * (n + m + 2 * n) + l * words,
    });
    expect(params).toBe(80_401_000);
  });
});
