import { requireDivisible, requireInteger } from '@atlas/tensor';
import type { AttentionPlacement, BlockPlace } from './placement.js';

export interface StemConfig {
  readonly kernelSize: number;
  readonly channels: number;
  readonly stride: number;
  /** Whether a 3x3 maximum pooling of stride 2 follows. */
  readonly pool: boolean;
}

export interface StageConfig {
  readonly blocks: number;
  /** Width of the 3x3 convolutions. */
  readonly middle: number;
  /** Width of the blocks' outputs. A basic block has as many as its middle. */
  readonly channels: number;
  /** Of the first block. */
  readonly stride: number;
}

export interface ResidualNetworkConfig {
  /** Default 3. */
  readonly inChannels?: number;
  readonly classes: number;
  readonly stem: StemConfig;
  /** Two 3x3 convolutions, or a 3x3 between two 1x1. */
  readonly block: 'basic' | 'bottleneck';
  readonly stages: readonly StageConfig[];
  /** Groups of the 3x3 convolutions. Default 1. */
  readonly groups?: number;
  /** Which convolution of a bottleneck block halves the size. Default '3x3'. */
  readonly strideIn?: '1x1' | '3x3';
  readonly attention?: AttentionPlacement;
}

/** A block with everything that its shapes and its call follow from. */
export interface BlockPlan extends BlockPlace {
  readonly inChannels: number;
  readonly stride: number;
}

/**
 * The blocks of a network in order.
 * @throws RangeError when a size is not a positive integer or the groups do not divide a width
 */
export function planBlocks(config: ResidualNetworkConfig): BlockPlan[] {
  const { groups = 1, strideIn = '3x3', block: kind } = config;
  requireInteger(config.stages.length, 'residual network stages');
  let inChannels = requireInteger(config.stem.channels, 'residual network stem channels');
  return config.stages.flatMap(({ blocks, middle, channels, stride }, index) => {
    const stage = index + 2;
    requireInteger(blocks, `residual network blocks of stage ${stage}`);
    requireInteger(stride, `residual network stride of stage ${stage}`);
    requireInteger(channels, `residual network channels of stage ${stage}`);
    requireDivisible(
      requireInteger(middle, `residual network middle of stage ${stage}`),
      groups,
      'residual network middle',
    );
    if (kind === 'basic' && middle !== channels) {
      throw new RangeError(
        `residual network stage ${stage}: expected a basic block's middle to equal its ${channels} channels, found ${middle}.`,
      );
    }
    return Array.from({ length: blocks }, (_, position): BlockPlan => {
      const blockStride = position === 0 ? stride : 1;
      const plan: BlockPlan = {
        stage,
        block: position + 1,
        blocks,
        middle,
        channels,
        groups,
        inChannels,
        stride: blockStride,
        middleStride: kind === 'basic' || strideIn === '3x3' ? blockStride : 1,
      };
      inChannels = channels;
      return plan;
    });
  });
}
