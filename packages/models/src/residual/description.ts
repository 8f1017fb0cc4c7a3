import type { AnyMechanism, MechanismName } from '@atlas/attention';
import type { ResidualNetworkConfig } from './config.js';
import { digitNetwork } from './digits.js';
import type { AttentionPlacement, AttentionPosition } from './placement.js';

/** A small residual network with everything that building it again takes, as plain JSON. */
export interface NetworkDescription {
  /** The pictures that it was trained on: grey, 0 empty and 1 full ink. */
  readonly input: { readonly height: number; readonly width: number };
  /** What each score stands for. */
  readonly classes: readonly string[];
  /** Channels of each stage. */
  readonly widths: readonly number[];
  /** Residual blocks in each stage. Default 1. */
  readonly blocks?: number;
  /** A bottleneck is half as wide inside as outside, as in SKNet. Default 'basic'. */
  readonly block?: 'basic' | 'bottleneck';
  /** 2 halves the picture before the first stage. Default 1. */
  readonly stemStride?: 1 | 2;
  readonly attention?: {
    readonly mechanism: MechanismName;
    /** Default 'residual'. */
    readonly position?: AttentionPosition;
    /** Of the mechanism, but for its channels, which follow from the place. */
    readonly options?: { readonly [name: string]: unknown };
    /** Stages that have the mechanism, counted from 2. Default: all. */
    readonly stages?: readonly number[];
  };
}

/**
 * The configuration of a described network. The mechanism is given, not looked up by its name: a program that trains SE
 * then needs no other mechanism, and is not touched when another one changes.
 * @param mechanism the one that the description names
 * @throws RangeError when it is another one
 */
export function describedNetwork(description: NetworkDescription, mechanism?: AnyMechanism): ResidualNetworkConfig {
  const { classes, widths, blocks = 1, block = 'basic', stemStride = 1, attention } = description;
  if (attention?.mechanism !== mechanism?.name) {
    throw new RangeError(
      `described network mechanism: expected ${attention?.mechanism ?? 'none'}, which the description names, found ${mechanism?.name ?? 'none'}.`,
    );
  }
  const config = digitNetwork({
    classes: classes.length,
    widths,
    blocks,
    ...(attention && mechanism && { attention: placementOf(attention, mechanism) }),
  });
  const stages = config.stages.map((stage) => (block === 'basic' ? stage : { ...stage, middle: stage.channels / 2 }));
  return { ...config, block, stages, stem: { ...config.stem, stride: stemStride } };
}

function placementOf(
  { position = 'residual', options = {}, stages }: NonNullable<NetworkDescription['attention']>,
  mechanism: AnyMechanism,
): AttentionPlacement {
  return {
    mechanism,
    position,
    // A unit that stands in place of a convolution also takes over its stride.
    config: (channels, { middleStride }) => ({
      channels,
      ...(position === 'instead' && { stride: middleStride }),
      ...options,
    }),
    ...(stages && { at: ({ stage }) => stages.includes(stage) }),
  };
}
