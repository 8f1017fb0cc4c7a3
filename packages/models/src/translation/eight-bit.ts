import * as tf from '@tensorflow/tfjs-core';
import {
  decodeSafetensors,
  disposeTree,
  leaves,
  type SafetensorsMetadata,
  type TensorTree,
  unflatten,
  writeSafetensors,
} from '@atlas/tensor';

/**
 * Weights in a quarter of their size: each leaf as 8-bit integers and one scale, value = integer · scale. The file is a
 * safetensors file with `values/<path>` (I8, the shape of the leaf) and `scales/<path>` (F32, a scalar).
 * @throws TypeError when a leaf is not float32
 */
export function encodeEightBit(params: TensorTree, metadata: SafetensorsMetadata = {}): Uint8Array {
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
  return writeSafetensors(entries, { encoding: 'eight-bit: value = integer * scale', ...metadata });
}

/**
 * The weights of such a file as float32, each at most half a scale from what it was. The caller owns them.
 * @throws RangeError when the file is damaged, or its weights are stored in another way
 */
export function decodeEightBit(file: Uint8Array): { tree: TensorTree; metadata: SafetensorsMetadata } {
  const { tree: stored, metadata } = decodeSafetensors(file);
  try {
    const found = new Map(leaves(stored));
    const values = [...found].filter(([path]) => path.startsWith('values/'));
    const tree = tf.tidy(() =>
      unflatten(
        values.map(([path, integers]) => {
          const name = path.slice('values/'.length);
          const scale = found.get(`scales/${name}`);
          if (scale === undefined) throw new RangeError(`eight-bit file: expected a scale for '${name}', found none.`);
          return [name, tf.mul(tf.cast(integers, 'float32'), scale)] as const;
        }),
      ),
    );
    if (values.length === 0) {
      throw new RangeError(
        `eight-bit file: expected leaves named values/… and scales/…, found ${[...found.keys()].slice(0, 3).join(', ') || 'none'}. ` +
          `Read a file of whole weights with decodeSafetensors.`,
      );
    }
    return { tree, metadata };
  } finally {
    disposeTree(stored);
  }
}
