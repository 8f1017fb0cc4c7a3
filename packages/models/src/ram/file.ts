import * as tf from '@tensorflow/tfjs-core';
import { decodeSafetensors, decodeSafetensorsLike, disposeTree, encodeSafetensors, rng } from '@atlas/tensor';
import type { RecurrentAttentionConfig } from './config.js';
import { initRecurrentAttention, type RecurrentAttentionParams } from './recurrent-attention.js';

const model = 'recurrent-attention';

/**
 * A trained recurrent attention model as one safetensors file: the parameters under their paths, such as
 * `glimpse/patch/kernel`, and the configuration as JSON in the metadata.
 */
export function encodeRecurrentAttention(
  params: RecurrentAttentionParams,
  config: RecurrentAttentionConfig,
): Uint8Array {
  return encodeSafetensors(params, { model, config: JSON.stringify(config) });
}

/**
 * The inverse of `encodeRecurrentAttention`. The caller owns the parameters.
 * @throws RangeError when the file is damaged, holds another model, or its parameters do not fit its configuration
 */
export function decodeRecurrentAttention(file: Uint8Array): {
  params: RecurrentAttentionParams;
  config: RecurrentAttentionConfig;
} {
  const { tree, metadata } = decodeSafetensors(file);
  disposeTree(tree);
  if (metadata['model'] !== model || metadata['config'] === undefined) {
    throw new RangeError(
      `recurrent attention file: expected the metadata model '${model}' and a config, found model ` +
        `'${metadata['model'] ?? 'none'}'. Save it with encodeRecurrentAttention.`,
    );
  }
  const config = JSON.parse(metadata['config']) as RecurrentAttentionConfig;
  const like = initRecurrentAttention(config, rng(0));
  try {
    return { params: decodeSafetensorsLike(file, like), config };
  } finally {
    tf.dispose(like);
  }
}
