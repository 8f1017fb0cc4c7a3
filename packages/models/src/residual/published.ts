import { mechanisms, type AnyMechanism } from '@atlas/attention';
import { requireInteger } from '@atlas/tensor';
import { resnet, type ResidualDepth, type ResidualNetworkOptions } from './depths.js';
import type { ResidualNetworkConfig } from './config.js';
import type { AttentionPlacement, AttentionPosition, BlockPlace } from './placement.js';

export interface PublishedAttentionOptions {
  /** The equations of the paper, or what the released network adds to them. Default 'paper'. */
  readonly variant?: 'paper' | 'code';
  /** Default: the paper's. */
  readonly reduction?: number;
  /** Stages that have the mechanism. Default: the paper's. */
  readonly stages?: readonly number[];
  /** How many blocks of those stages. Default: the paper's. */
  readonly blocks?: 'all' | 'one';
  /** Default: the paper's. */
  readonly position?: AttentionPosition;
  /** Options of the mechanism itself, such as `{ gates: 'channel' }` for CBAM. */
  readonly own?: { readonly [option: string]: string | number | boolean };
  /** ResNet-18 and -34 have other kernels in the released ECA networks. Default 50. */
  readonly depth?: ResidualDepth;
}

interface PublishedAttention {
  readonly mechanism: AnyMechanism;
  readonly position: AttentionPosition;
  readonly stages: readonly number[];
  readonly blocks: 'all' | 'one';
  /** The block that has the mechanism where only one of a stage does. */
  readonly one: (place: BlockPlace) => boolean;
  readonly takesReduction: boolean;
  /** Names of the mechanism's own options that may be given. */
  readonly own: readonly string[];
  readonly config: (channels: number, place: BlockPlace, options: PublishedAttentionOptions) => object;
}

const last = ({ block, blocks }: BlockPlace): boolean => block === blocks;
/** In front of the last block; the only block of a stage is both. */
const beforeLast = ({ block, blocks }: BlockPlace): boolean => block === Math.max(1, blocks - 1);
const whole = [2, 3, 4, 5] as const;

/** k of the released ECA networks by stage, which is not what the paper's formula gives. */
const releasedKernels: { readonly [depth: number]: readonly number[] } = { 18: [3, 5, 7, 7], 34: [3, 3, 5, 7] };
const releasedKernelsOfBottlenecks = [3, 5, 5, 7];

const published = {
  se: {
    mechanism: mechanisms.se,
    position: 'residual',
    stages: whole,
    blocks: 'all',
    one: last,
    takesReduction: true,
    own: ['squeeze', 'excitation'],
    config: (channels, _, { reduction = 16, variant = 'paper' }) => ({ channels, reduction, variant }),
  },
  eca: {
    mechanism: mechanisms.eca,
    position: 'residual',
    stages: whole,
    blocks: 'all',
    one: last,
    takesReduction: false,
    own: ['kernelSize', 'interaction', 'groups'],
    config: (channels, { stage }, { variant = 'paper', depth = 50 }) => ({
      channels,
      variant,
      ...(variant === 'code' && { kernelSize: (releasedKernels[depth] ?? releasedKernelsOfBottlenecks)[stage - 2] }),
    }),
  },
  cbam: {
    mechanism: mechanisms.cbam,
    position: 'residual',
    stages: whole,
    blocks: 'all',
    one: last,
    takesReduction: true,
    own: ['gates', 'pooling', 'order', 'kernelSize'],
    config: (channels, _, { reduction = 16, variant = 'paper' }) => ({ channels, reduction, variant }),
  },
  bam: {
    mechanism: mechanisms.bam,
    position: 'after',
    stages: [2, 3, 4],
    blocks: 'one',
    one: last,
    takesReduction: true,
    own: ['dilation', 'combine'],
    config: (channels, _, { reduction = 16, variant = 'paper' }) => ({ channels, reduction, variant }),
  },
  gc: {
    mechanism: mechanisms.gc,
    position: 'residual',
    stages: [3, 4, 5],
    blocks: 'all',
    one: beforeLast,
    takesReduction: true,
    own: ['pooling', 'fusion'],
    config: (channels, _, { reduction = 16 }) => ({ channels, reduction }),
  },
  nl: {
    mechanism: mechanisms.nl,
    position: 'after',
    stages: [4],
    blocks: 'one',
    one: beforeLast,
    takesReduction: false,
    own: ['similarity', 'inner', 'pooledKeys'],
    config: (channels, _, { variant = 'paper' }) => ({ channels, variant, pooledKeys: true }),
  },
  snl: {
    mechanism: mechanisms.snl,
    position: 'after',
    stages: [4],
    blocks: 'one',
    one: beforeLast,
    takesReduction: false,
    own: [],
    config: (channels) => ({ channels }),
  },
  gsop: {
    mechanism: mechanisms.gsop,
    position: 'residual',
    stages: [3, 4, 5],
    blocks: 'one',
    one: last,
    takesReduction: false,
    own: ['reduced', 'perRow'],
    config: (channels, { stage }, { variant = 'paper' }) => ({ channels, variant, stride: stage === 2 ? 2 : 1 }),
  },
} as const satisfies { readonly [name: string]: PublishedAttention };

export type PublishedAttentionName = keyof typeof published;

export const publishedAttentionNames = Object.keys(published) as readonly PublishedAttentionName[];

/**
 * A mechanism at the places of a residual network where its paper has it.
 * @throws RangeError when a stage is not 2 to 5, or a reduction is given to a mechanism without one
 */
export function publishedAttention(
  name: PublishedAttentionName,
  options: PublishedAttentionOptions = {},
): AttentionPlacement {
  const entry: PublishedAttention = published[name];
  const { stages = entry.stages, blocks = entry.blocks, position = entry.position } = options;
  if (stages.length === 0) throw new RangeError(`${name} stages: expected at least one of 2 to 5, found none.`);
  for (const stage of stages) {
    if (!whole.includes(stage as 2))
      throw new RangeError(`${name} stages: expected stages from 2 to 5, found ${stage}.`);
  }
  if (options.reduction !== undefined) {
    if (!entry.takesReduction) {
      throw new RangeError(
        `${name} reduction: expected none, for this mechanism has no bottleneck; found ${options.reduction}.`,
      );
    }
    requireInteger(options.reduction, `${name} reduction`);
  }
  for (const option of Object.keys(options.own ?? {})) {
    if (entry.own.includes(option)) continue;
    const known = entry.own.length === 0 ? 'none' : entry.own.join(', ');
    throw new RangeError(`${name} options of its own: expected ${known}, found ${option}.`);
  }
  return {
    mechanism: entry.mechanism,
    position,
    config: (channels, place) => ({ ...entry.config(channels, place, options), ...options.own }),
    at: (place) => stages.includes(place.stage) && (blocks === 'all' || entry.one(place)),
  };
}

/**
 * SKNet (Li et al., 2019, arXiv:1903.06586): ResNeXt with SK units of 32 groups in place of the 3x3 convolutions.
 * @throws RangeError when the depth has no bottleneck blocks
 */
export function selectiveKernelNetwork(
  depth: Exclude<ResidualDepth, 18 | 34>,
  options: Pick<ResidualNetworkOptions, 'classes' | 'strideIn'> & Pick<PublishedAttentionOptions, 'reduction'> = {},
): ResidualNetworkConfig {
  const { reduction = 16, ...rest } = options;
  return resnet(depth, {
    strideIn: '3x3',
    ...rest,
    groups: 32,
    groupWidth: 4,
    attention: {
      mechanism: mechanisms.sk,
      position: 'instead',
      config: (channels, { groups, middleStride }) => ({ channels, groups, reduction, stride: middleStride }),
    },
  });
}

/**
 * GSoP-Net1 (Gao et al., 2019, arXiv:1811.12006): second-order pooling in the last block of a stage, and no stride in
 * stage 5. The published cost is that of three blocks, in stages 3 to 5; the released program has one in stage 2 too,
 * which is what `variant: 'code'` means here.
 */
export function secondOrderNetwork(
  options: Pick<ResidualNetworkOptions, 'classes' | 'strideIn'> &
    Omit<PublishedAttentionOptions, 'depth' | 'reduction'> = {},
): ResidualNetworkConfig {
  const { classes, strideIn, ...attention } = options;
  const stages = attention.stages ?? (attention.variant === 'code' ? [2, 3, 4, 5] : [3, 4, 5]);
  return resnet(50, {
    ...(classes !== undefined && { classes }),
    ...(strideIn !== undefined && { strideIn }),
    lastStride: 1,
    attention: publishedAttention('gsop', { ...attention, stages }),
  });
}
