import type { AnyMechanism } from '@atlas/attention';

/** One residual block among all. Stages count from 2, as in the papers: stage 1 is the stem. */
export interface BlockPlace {
  readonly stage: number;
  /** From 1. */
  readonly block: number;
  /** How many blocks the stage has. */
  readonly blocks: number;
  /** What the 3x3 convolution sees. */
  readonly middle: number;
  /** What the block gives. */
  readonly channels: number;
  /** Groups of the 3x3 convolution. */
  readonly groups: number;
  /** Of the block's 3x3 convolution, 1 where the stride sits elsewhere. */
  readonly middleStride: number;
}

/**
 * Where in a residual block y = relu(shortcut(x) + residual(x)) a mechanism acts:
 * - `residual`: on the residual, before the addition (SE, ECA, CBAM, GC, GSoP)
 * - `before`: on the block's input, in front of the residual branch only (SE-PRE)
 * - `shortcut`: on the shortcut (SE-Identity)
 * - `sum`: on the sum, before the last relu (SE-POST)
 * - `after`: on the finished output of the block (BAM, non-local)
 * - `middle`: on the output of the 3x3 convolution (SE on the 3x3)
 * - `instead`: in place of the 3x3 convolution with its normalisation and relu (SK)
 */
export type AttentionPosition = 'residual' | 'before' | 'shortcut' | 'sum' | 'after' | 'middle' | 'instead';

/** A mechanism and the blocks that have one. */
export interface AttentionPlacement {
  readonly mechanism: AnyMechanism;
  /** Default 'residual'. */
  readonly position?: AttentionPosition;
  /** The configuration at a place, whose `channels` are those the mechanism sees. */
  readonly config: (channels: number, place: BlockPlace) => object;
  /** Default: every block. */
  readonly at?: (place: BlockPlace) => boolean;
}
