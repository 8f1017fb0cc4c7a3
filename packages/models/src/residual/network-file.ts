import { mechanisms, type AnyMechanism } from '@atlas/attention';
import { decodeSafetensors, decodeSafetensorsLike, disposeTree, encodeSafetensors, rng } from '@atlas/tensor';
import type { ResidualNetworkConfig } from './config.js';
import { describedNetwork, type NetworkDescription } from './description.js';
import { initResidualNetwork, type ResidualNetworkParams } from './network.js';

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
  const config = describedNetwork(description, mechanismOf(description));
  const like = initResidualNetwork(config, rng(0));
  try {
    return { params: decodeSafetensorsLike(file, like), description, config };
  } finally {
    disposeTree(like);
  }
}

function mechanismOf({ attention }: NetworkDescription): AnyMechanism | undefined {
  if (attention === undefined) return undefined;
  if (Object.hasOwn(mechanisms, attention.mechanism)) return mechanisms[attention.mechanism];
  const known = Object.keys(mechanisms).join(', ');
  throw new RangeError(
    `network description mechanism: expected one of ${known}, found '${String(attention.mechanism)}'.`,
  );
}
