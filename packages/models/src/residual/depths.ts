import type { ResidualNetworkConfig } from './config.js';
import type { AttentionPlacement } from './placement.js';

/** Blocks in stages 2 to 5 (He et al., 2016, table 1). */
const depths = {
  18: { block: 'basic', blocks: [2, 2, 2, 2] },
  34: { block: 'basic', blocks: [3, 4, 6, 3] },
  50: { block: 'bottleneck', blocks: [3, 4, 6, 3] },
  101: { block: 'bottleneck', blocks: [3, 4, 23, 3] },
  152: { block: 'bottleneck', blocks: [3, 8, 36, 3] },
} as const;

export type ResidualDepth = keyof typeof depths;

export const residualDepths = Object.keys(depths).map(Number) as readonly ResidualDepth[];

export interface ResidualNetworkOptions {
  /** Default 1000. */
  readonly classes?: number;
  /**
   * Where a bottleneck halves the size: '1x1' as published (Caffe), '3x3' as PyTorch's torchvision. Default '1x1'.
   */
  readonly strideIn?: '1x1' | '3x3';
  /** Groups of the 3x3 convolutions: the cardinality of ResNeXt. Default 1. */
  readonly groups?: number;
  /** Width of one group in stage 2; it doubles with every stage. Default 64 / groups. */
  readonly groupWidth?: number;
  /** Stride of stage 5. Default 2; GSoP-Net uses 1. */
  readonly lastStride?: 1 | 2;
  readonly attention?: AttentionPlacement;
}

/**
 * ResNet for images of 224 pixels (He et al., 2016, arXiv:1512.03385), and with groups ResNeXt (Xie et al., 2017,
 * arXiv:1611.05431), whose 32x4d is `{ groups: 32, groupWidth: 4 }`.
 * @throws RangeError when the depth is not a published one, or groups are asked for in basic blocks
 */
export function resnet(depth: ResidualDepth, options: ResidualNetworkOptions = {}): ResidualNetworkConfig {
  const { classes = 1000, groups = 1, groupWidth = 64 / groups, strideIn = '1x1', lastStride = 2, attention } = options;
  const published = depths[depth];
  if (!published) {
    throw new RangeError(`resnet depth: expected one of ${residualDepths.join(', ')}, found ${depth}.`);
  }
  if (published.block === 'basic' && (groups !== 1 || groupWidth !== 64)) {
    throw new RangeError(`resnet groups: expected 1 group of width 64 in the basic blocks of ResNet-${depth}.`);
  }
  return {
    classes,
    stem: { kernelSize: 7, channels: 64, stride: 2, pool: true },
    block: published.block,
    stages: published.blocks.map((blocks, index) => ({
      blocks,
      middle: groups * groupWidth * 2 ** index,
      channels: 64 * 2 ** index * (published.block === 'bottleneck' ? 4 : 1),
      stride: index === 0 ? 1 : index === 3 ? lastStride : 2,
    })),
    groups,
    strideIn,
    ...(attention && { attention }),
  };
}
