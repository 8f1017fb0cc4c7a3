import type { CostRequest } from './request.js';

/**
 * How sure we are that the source says so.
 * - `printed`: stated by the paper, by its official README, or by a later paper that copies its table
 * - `unverified`: remembered, not looked up; where a count reaches it, that speaks for it
 */
export type CostConfidence = 'printed' | 'unverified';

/** A cost as a paper prints it, and the network whose count is to reach it. */
export interface PublishedCost {
  readonly paper: string;
  readonly where: string;
  readonly network: string;
  readonly confidence: CostConfidence;
  readonly quantity: 'params' | 'macs';
  readonly value: number;
  /** What the printed number is a multiple of: millions, 2^20, or thousands of millions. */
  readonly unit: 'M' | 'Mi' | 'G';
  /** How far a count may be away, in the same unit. */
  readonly tolerance: number;
  readonly request: CostRequest;
}

export const costUnits = { M: 1e6, Mi: 2 ** 20, G: 1e9 } as const;

const resnet50: CostRequest = { model: 'resnet50' };
const withAttention = (attention: string, options: Partial<CostRequest> = {}): CostRequest => ({
  ...resnet50,
  attention,
  ...options,
});
/** The ablations of the SE paper count running statistics, and no biases of SE. */
const ablation = (options: Partial<CostRequest>): CostRequest =>
  withAttention('se', { variant: 'paper', counting: { statistics: true }, ...options });

type Row = readonly [where: string, network: string, quantity: 'params' | 'macs', value: number, request: CostRequest];

function rows(
  source: Pick<PublishedCost, 'paper' | 'confidence'>,
  units: { readonly params?: 'M' | 'Mi'; readonly tolerances: { readonly params: number; readonly macs: number } },
  list: readonly Row[],
): PublishedCost[] {
  return list.map(([where, network, quantity, value, request]) => ({
    ...source,
    where,
    network,
    quantity,
    value,
    unit: quantity === 'macs' ? 'G' : (units.params ?? 'M'),
    tolerance: units.tolerances[quantity],
    request,
  }));
}

/** The published costs that a count reaches, in the conventions in which they were counted. */
export const publishedCosts: readonly PublishedCost[] = [
  // Half a per cent of 3.86 G.
  ...rows({ paper: 'SE-Net (Hu 2018)', confidence: 'printed' }, { tolerances: { params: 0.1, macs: 0.0193 } }, [
    ['table 2', 'ResNet-50', 'macs', 3.86, resnet50],
    ['table 2', 'SE-ResNet-50', 'macs', 3.87, withAttention('se')],
    ['table 10', 'SE, r = 8', 'params', 30.7, ablation({ reduction: 8 })],
    ['table 10', 'SE, r = 16', 'params', 28.1, ablation({})],
    ['table 10', 'original', 'params', 25.6, { ...resnet50, counting: { statistics: true } }],
    ['table 13', 'SE in stage 2', 'params', 25.6, ablation({ stages: [2] })],
    ['table 13', 'SE in all stages', 'params', 28.1, ablation({ stages: [2, 3, 4, 5] })],
    ['table 15', 'SE on the 3x3', 'params', 25.8, ablation({ position: 'middle' })],
    ['table 15', 'SE on the 3x3', 'macs', 3.86, ablation({ position: 'middle' })],
    ['table 16', 'NoSqueeze', 'params', 28.1, ablation({ own: { squeeze: 'none' } })],
    ['table 16', 'NoSqueeze', 'macs', 4.27, ablation({ own: { squeeze: 'none' } })],
  ]),
  ...rows({ paper: 'SKNet (Li 2019)', confidence: 'printed' }, { tolerances: { params: 0.1, macs: 0.01 } }, [
    ['table 2', 'SKNet-50', 'params', 27.5, { model: 'sknet50' }],
    ['table 2', 'SKNet-50', 'macs', 4.47, { model: 'sknet50' }],
  ]),
  ...rows(
    { paper: 'ECA-Net (Wang 2020)', confidence: 'printed' },
    { params: 'Mi', tolerances: { params: 0.01, macs: 0.01 } },
    [
      ['table 3', 'ResNet-50', 'params', 24.37, resnet50],
      ['table 3', 'ECA-Net50', 'params', 24.37, withAttention('eca')],
      ['table 3', 'SENet-50', 'params', 26.77, withAttention('se', { variant: 'paper' })],
      ['table 3', 'CBAM-50', 'params', 26.77, withAttention('cbam', { variant: 'paper' })],
    ],
  ),
  ...rows({ paper: 'CBAM (Woo 2018)', confidence: 'unverified' }, { tolerances: { params: 0.01, macs: 0.001 } }, [
    ['table 4', 'ResNet-50', 'params', 25.56, resnet50],
    ['table 4', 'ResNet-50', 'macs', 3.858, resnet50],
    ['table 4', 'SE', 'params', 28.09, withAttention('se')],
    ['table 4', 'SE', 'macs', 3.86, withAttention('se')],
    ['table 4', 'CBAM', 'params', 28.09, withAttention('cbam')],
    ['table 4', 'CBAM', 'macs', 3.864, withAttention('cbam')],
    ['tables 1 and 2', 'channel gate only', 'macs', 3.863, withAttention('cbam', { own: { gates: 'channel' } })],
  ]),
  ...rows({ paper: 'BAM (Park 2018)', confidence: 'unverified' }, { tolerances: { params: 0.01, macs: 0.001 } }, [
    ['ResNet-50 on ImageNet', 'BAM', 'params', 25.92, withAttention('bam')],
    ['ResNet-50 on ImageNet', 'BAM', 'macs', 3.94, withAttention('bam')],
  ]),
  ...rows({ paper: 'GCNet (Cao 2019)', confidence: 'unverified' }, { tolerances: { params: 0.01, macs: 0.01 } }, [
    ['ResNet-50 on ImageNet', 'one non-local block', 'params', 27.66, withAttention('nl')],
    ['ResNet-50 on ImageNet', 'one non-local block', 'macs', 4.11, withAttention('nl')],
    ['ResNet-50 on ImageNet', 'one simplified block', 'params', 26.61, withAttention('snl')],
    ['ResNet-50 on ImageNet', 'one simplified block', 'macs', 3.86, withAttention('snl')],
    ['ResNet-50 on ImageNet', 'one GC block', 'params', 25.69, withAttention('gc', { stages: [4], blocks: 'one' })],
    ['ResNet-50 on ImageNet', 'one GC block', 'macs', 3.86, withAttention('gc', { stages: [4], blocks: 'one' })],
  ]),
  ...rows({ paper: 'GCNet (Cao 2019)', confidence: 'printed' }, { tolerances: { params: 0.01, macs: 0.01 } }, [
    ['in ECA-Net, table 3', 'GC in stages 3 to 5', 'params', 28.08, withAttention('gc')],
    ['in ECA-Net, table 3', 'GC in stages 3 to 5', 'macs', 3.87, withAttention('gc', { counting: { matmul: true } })],
  ]),
  ...rows({ paper: 'GSoP-Net (Gao 2019)', confidence: 'printed' }, { tolerances: { params: 0.01, macs: 0.01 } }, [
    ['in ECA-Net, table 3', 'GSoP-Net1', 'params', 28.05, { model: 'gsopnet1', variant: 'paper' }],
    ['in ECA-Net, table 3', 'GSoP-Net1', 'macs', 6.18, { model: 'gsopnet1', variant: 'paper' }],
  ]),
];

/** Differences between rows of the Transformer's table 3, which need no vocabulary, in millions of parameters. */
export const publishedDifferences = [
  { rows: 'N = 8 minus N = 2', more: { layers: 8 }, less: { layers: 2 }, value: 44 },
  { rows: 'base minus N = 2', more: {}, less: { layers: 2 }, value: 29 },
  { rows: 'N = 8 minus base', more: { layers: 8 }, less: {}, value: 15 },
  { rows: 'base minus d_ff = 1024', more: {}, less: { dFf: 1024 }, value: 12 },
] as const satisfies readonly { rows: string; more: Partial<CostRequest>; less: Partial<CostRequest>; value: number }[];

/** Whole numbers, counted by others from the released programs; for RAM, from the paper's sizes. */
export const exactCosts: readonly {
  readonly request: CostRequest;
  readonly params?: number;
  readonly macs?: number;
}[] = [
  { request: resnet50, params: 25_557_032, macs: 3_857_973_248 },
  { request: { ...resnet50, strideIn: '3x3' }, params: 25_557_032, macs: 4_089_184_256 },
  { request: withAttention('se'), params: 28_088_024, macs: 3_860_488_192 },
  { request: withAttention('se', { variant: 'paper' }), params: 28_071_976 },
  { request: withAttention('cbam'), params: 28_089_624, macs: 3_864_362_102 },
  { request: withAttention('bam'), params: 25_915_099, macs: 3_940_120_320 },
  { request: withAttention('eca'), params: 25_557_112 },
  { request: withAttention('nl'), params: 27_658_792 },
  { request: withAttention('snl'), params: 26_607_657 },
  { request: withAttention('gc', { stages: [4], blocks: 'one' }), params: 25_690_345 },
  { request: withAttention('gc'), params: 28_078_773 },
  { request: { model: 'sknet50' }, params: 27_479_784, macs: 4_462_710_784 },
  { request: { model: 'gsopnet1' }, params: 28_285_224 },
  { request: { model: 'gsopnet1', variant: 'paper' }, params: 28_054_440 },
  { request: { model: 'ram' }, params: 209_677 },
];
