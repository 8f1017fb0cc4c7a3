import * as tf from '@tensorflow/tfjs-core';
import { decodeSafetensors, leaves, mapTree, type TensorTree, unflatten, writeSafetensors } from '@atlas/tensor';

/**
 * Weights in a quarter of their size: each leaf as 8-bit integers and one scale, value = integer · scale. The file is a
 * safetensors file with `values/<path>` (I8, the shape of the leaf) and `scales/<path>` (F32, a scalar).
 * @throws TypeError when a leaf is not float32
 */
export function encodeEightBit(params: TensorTree): Uint8Array {
  const entries = leaves(params).flatMap(([path, leaf]) => {
    if (leaf.dtype !== 'float32')
      throw new TypeError(`encodeEightBit '${path}': expected float32, found ${leaf.dtype}.`);
    const values = leaf.dataSync();
    let largest = 0;
    for (const value of values) largest = Math.max(largest, Math.abs(value));
    const scale = new Float32Array([largest === 0 ? 1 : largest / 127]);
    const integers = Int8Array.from(values, (value) => Math.round(value / scale[0]!));
    return [
      { name: `values/${path}`, dtype: 'I8' as const, shape: leaf.shape, bytes: new Uint8Array(integers.buffer) },
      { name: `scales/${path}`, dtype: 'F32' as const, shape: [], bytes: new Uint8Array(scale.buffer) },
    ];
  });
  return writeSafetensors(entries, { encoding: 'eight-bit: value = integer * scale' });
}

/** The weights of such a file as float32, each at most half a scale from what it was. The caller owns them. */
export function decodeEightBit<Params extends TensorTree>(file: Uint8Array): Params {
  const { tree } = decodeSafetensors(file);
  return tf.tidy(() => {
    const stored = tree as { values: TensorTree; scales: TensorTree };
    const scales = new Map(leaves(stored.scales));
    const params = mapTree(stored.values, (leaf, path) => tf.mul(tf.cast(leaf, 'float32'), scales.get(path)!));
    for (const [, leaf] of leaves(tree)) leaf.dispose();
    return unflatten(leaves(params)) as Params & tf.TensorContainer;
  });
}
