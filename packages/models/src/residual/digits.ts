import { requireInteger } from '@atlas/tensor';
import type { ResidualNetworkConfig } from './config.js';
import type { AttentionPlacement } from './placement.js';

export interface DigitNetworkOptions {
  /** Channels of the images. Default 1. */
  readonly inChannels?: number;
  /** Default 10. */
  readonly classes?: number;
  /** Width of each stage; every stage after the first halves the size. Default [16, 32, 64]. */
  readonly widths?: readonly number[];
  /** Residual blocks in each stage. Default 1. */
  readonly blocks?: number;
  readonly attention?: AttentionPlacement;
}

/**
 * A small residual network for images of a few dozen pixels, such as digits: the blocks of ResNet-18 behind a stem that
 * keeps the size, as He et al. use for CIFAR (2016, section 4.2).
 */
export function digitNetwork(options: DigitNetworkOptions = {}): ResidualNetworkConfig {
  const { inChannels = 1, classes = 10, widths = [16, 32, 64], blocks = 1, attention } = options;
  requireInteger(widths.length, 'digit network widths');
  return {
    inChannels,
    classes,
    stem: { kernelSize: 3, channels: widths[0]!, stride: 1, pool: false },
    block: 'basic',
    stages: widths.map((width, index) => ({
      blocks,
      middle: width,
      channels: width,
      stride: index === 0 ? 1 : 2,
    })),
    ...(attention && { attention }),
  };
}
