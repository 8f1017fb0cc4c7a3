import { mechanisms, type MechanismName } from '@atlas/attention';
import { decodeSafetensors, decodeSafetensorsLike, disposeTree, encodeSafetensors, rng } from '@atlas/tensor';
import type { ResidualNetworkConfig } from './config.js';
import { digitNetwork } from './digits.js';
import { initResidualNetwork, type ResidualNetworkParams } from './network.js';
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

/** The configuration of a described network. */
export function describedNetwork(description: NetworkDescription): ResidualNetworkConfig {
  const { classes, widths, blocks = 1, block = 'basic', stemStride = 1, attention } = description;
  const config = digitNetwork({
    classes: classes.length,
    widths,
    blocks,
    ...(attention && { attention: placementOf(attention) }),
  });
  const stages = config.stages.map((stage) => (block === 'basic' ? stage : { ...stage, middle: stage.channels / 2 }));
  return { ...config, block, stages, stem: { ...config.stem, stride: stemStride } };
}

function placementOf(attention: NonNullable<NetworkDescription['attention']>): AttentionPlacement {
  const { mechanism, position = 'residual', options = {}, stages } = attention;
  if (!Object.hasOwn(mechanisms, mechanism)) {
    throw new RangeError(
      `network description mechanism: expected one of ${Object.keys(mechanisms).join(', ')}, found '${mechanism}'.`,
    );
  }
  return {
    mechanism: mechanisms[mechanism],
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

/**
 * A trained network as one file: safetensors of the parameter tree, with the description as JSON in the metadata under
 * `description`. Nothing else is needed to run it, in Node or in a browser.
 */
export function saveNetwork(params: ResidualNetworkParams, description: NetworkDescription): Uint8Array {
  return encodeSafetensors(params, { description: JSON.stringify(description) });
}

/** A network that was read from a file. The caller owns the parameters. */
export interface LoadedNetwork {
  readonly params: ResidualNetworkParams;
  readonly description: NetworkDescription;
  readonly config: ResidualNetworkConfig;
}

/**
 * Reads what `saveNetwork` wrote.
 * @throws RangeError when the file is damaged, has no description, or does not fit its description
 */
export function loadNetwork(file: Uint8Array): LoadedNetwork {
  const { tree, metadata } = decodeSafetensors(file);
  disposeTree(tree);
  const written = metadata['description'];
  if (written === undefined) {
    throw new RangeError(
      `network file: expected a description in its metadata, found ${Object.keys(metadata).join(', ') || 'none'}. Write it with saveNetwork.`,
    );
  }
  const description = JSON.parse(written) as NetworkDescription;
  const config = describedNetwork(description);
  const like = initResidualNetwork(config, rng(0));
  try {
    return { params: decodeSafetensorsLike(file, like), description, config };
  } finally {
    disposeTree(like);
  }
}
