/**
 * The decoder as a search uses it, one word after the other. Keys and values of the source are projected once, those of
 * written words when they are written. All sizes are fixed from the start, so that every step is the same graph.
 */
import * as tf from '@tensorflow/tfjs-core';
import { projectKeysAndValues, tidyTree, type KeysAndValues } from '@atlas/attention';
import { costScope } from '@atlas/tensor';
import { decoderLayers, type DecoderCall, type DecoderWeights, type TransformerDecoderParams } from './decoder.js';
import type { ResolvedTransformer } from './config.js';
import { layerName, layerNumbers } from './encoder.js';
import { sublayerInput } from './sublayers.js';

/** What the decoder looks at in the source. mask: true at words [batch, 1, 1, source]. */
export type TransformerMemory = { mask: tf.Tensor4D; source: { [layer: string]: KeysAndValues } };

/** count: words written so far, int32 [batch, 1]; words: their keys and values, with room for those to come. */
export type Written = { count: tf.Tensor2D; words: { [layer: string]: KeysAndValues } };

/** @param output of the encoder [batch, source, feature] */
export function transformerMemory(
  params: TransformerDecoderParams,
  output: tf.Tensor3D,
  mask: tf.Tensor4D,
  config: ResolvedTransformer,
): TransformerMemory {
  return costScope('decoder', () => {
    const ofLayer = (name: string) =>
      projectKeysAndValues(params.layers[name]!.crossAttention.attention, { key: output, value: output }, config.heads);
    const names = layerNumbers(config).map(layerName);
    return { mask, source: Object.fromEntries(names.map((name) => [name, ofLayer(name)])) };
  });
}

/** The state in front of the first word. @param most words that will be written */
export function nothingWritten({ mask, source }: TransformerMemory, most: number): Written {
  const [batch] = mask.shape;
  const room = ({ shape: [, heads, , size] }: tf.Tensor4D) => tf.zeros<tf.Rank.R4>([batch, heads, most, size]);
  const words = Object.entries(source).map(([name, { key, value }]) => [name, { key: room(key), value: room(value) }]);
  return { count: tf.zeros([batch, 1], 'int32'), words: Object.fromEntries(words) as Written['words'] };
}

/** How many words there is room for. */
export function roomOf({ words }: Written): number {
  return words[layerName(1)]!.key.shape[2];
}

/**
 * One word further.
 * @param x the embedded word before [batch, 1, feature]
 */
export function writeNext(
  params: TransformerDecoderParams,
  x: tf.Tensor3D,
  { mask, source }: TransformerMemory,
  written: Written,
  call: DecoderCall,
): { output: tf.Tensor3D; weights: DecoderWeights; state: Written } {
  const { heads } = call.config;
  return tidyTree(() => {
    const [batch, room] = [written.count.shape[0], roomOf(written)];
    const here = tf.reshape(tf.oneHot(written.count, room, 1, 0, 'float32'), [batch, 1, room, 1]);
    const places = tf.reshape(tf.range(0, room, 1, 'int32'), [1, room]);
    const upToHere = tf.reshape(tf.lessEqual(places, written.count), [batch, 1, 1, room]);
    const words: Written['words'] = {};
    const { output, weights } = decoderLayers(params, x, call, (name, layer, input) => {
      const { attention, normalisation } = layer.selfAttention;
      const own = sublayerInput(normalisation, input, call.config);
      const { key, value } = projectKeysAndValues(attention, { key: own, value: own }, heads); // [batch, head, 1, size]
      const joined = (before: tf.Tensor4D, now: tf.Tensor4D) => tf.add(before, tf.mul(here, now)) as tf.Tensor4D;
      const before = written.words[name]!;
      const projected = { key: joined(before.key, key), value: joined(before.value, value) };
      words[name] = projected;
      return { self: { projected, mask: upToHere }, cross: { projected: source[name]!, mask } };
    });
    return { output, weights, state: { count: tf.add(written.count, tf.scalar(1, 'int32')), words } };
  });
}
