import * as tf from '@tensorflow/tfjs-core';
import {
  readSafetensors,
  writeSafetensors,
  type SafetensorsDtype,
  type SafetensorsEntry,
  type SafetensorsMetadata,
} from './safetensors/format.js';
import { widenBfloat16, widenFloat16 } from './safetensors/half.js';
import { leaves, mapTree, unflatten, type TensorTree } from './tree.js';

export {
  readSafetensors,
  writeSafetensors,
  type SafetensorsDtype,
  type SafetensorsEntry,
  type SafetensorsMetadata,
} from './safetensors/format.js';

const written: { readonly [dtype: string]: SafetensorsDtype } = { float32: 'F32', int32: 'I32', bool: 'BOOL' };

/**
 * A parameter tree as the bytes of a safetensors file, bit for bit. The path of a leaf is its name, such as
 * `down/kernel`. Other programs read it, for instance `safetensors.numpy.load_file` in Python.
 * @throws TypeError when a leaf is neither float32, int32 nor bool
 */
export function encodeSafetensors(tree: TensorTree, metadata?: SafetensorsMetadata): Uint8Array {
  const entries = leaves(tree).map(([name, leaf]): SafetensorsEntry => {
    const dtype = written[leaf.dtype];
    if (!dtype) {
      throw new TypeError(`safetensors '${name}': expected float32, int32 or bool, found ${leaf.dtype}.`);
    }
    const values = leaf.dataSync();
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return { name, dtype, shape: leaf.shape, bytes };
  });
  return writeSafetensors(entries, metadata);
}

/**
 * The parameter tree of a safetensors file. F32, I32 and BOOL come back bit for bit; narrower types are widened to
 * float32 or int32, which hold their values exactly.
 * @throws RangeError when the file is damaged; TypeError when it holds a type that would lose digits
 */
export function decodeSafetensors(file: Uint8Array): { tree: TensorTree; metadata: SafetensorsMetadata } {
  const { entries, metadata } = readSafetensors(file);
  // The tidy frees what was made before an entry that cannot be read.
  const tree = tf.tidy(() => unflatten(entries.map((entry) => [entry.name, toTensor(entry)] as const)));
  return { tree, metadata };
}

/**
 * The parameter tree of a file that must hold exactly the leaves of `like`: what loading into a network needs.
 * @throws RangeError that names the leaves that are missing, unexpected or of another shape or type
 */
export function decodeSafetensorsLike<T extends TensorTree>(file: Uint8Array, like: T): T {
  const found = new Map(leaves(decodeSafetensors(file).tree));
  const problems: string[] = [];
  for (const [path, leaf] of leaves(like)) {
    const loaded = found.get(path);
    if (!loaded) problems.push(`'${path}' is missing`);
    else if (describeLeaf(loaded) !== describeLeaf(leaf)) {
      problems.push(`'${path}' is ${describeLeaf(loaded)}, not ${describeLeaf(leaf)}`);
    }
  }
  const expected = new Set(leaves(like).map(([path]) => path));
  for (const path of found.keys()) if (!expected.has(path)) problems.push(`'${path}' is unexpected`);
  if (problems.length > 0) {
    for (const leaf of found.values()) leaf.dispose();
    const shown = problems.slice(0, 5).join('; ');
    const more = problems.length > 5 ? `; and ${problems.length - 5} more` : '';
    throw new RangeError(
      `safetensors: the file does not fit the network: ${shown}${more}. Build the network with the configuration that the file was saved with.`,
    );
  }
  return mapTree(like, (_, path) => found.get(path)!);
}

function describeLeaf(leaf: tf.Tensor): string {
  return `${leaf.dtype} [${leaf.shape.join(', ')}]`;
}

function toTensor({ name, dtype, shape, bytes }: SafetensorsEntry): tf.Tensor {
  // A copy starts at a multiple of the value's size and does not keep the whole file alive.
  const { buffer } = new Uint8Array(bytes);
  const make = (values: Float32Array | Int32Array | Uint8Array, type: 'float32' | 'int32' | 'bool') =>
    tf.tensor(values, [...shape], type);
  switch (dtype) {
    case 'F32':
      return make(new Float32Array(buffer), 'float32');
    case 'I32':
      return make(new Int32Array(buffer), 'int32');
    case 'BOOL':
      return make(new Uint8Array(buffer), 'bool');
    case 'F16':
      return make(widenFloat16(new Uint16Array(buffer)), 'float32');
    case 'BF16':
      return make(widenBfloat16(new Uint16Array(buffer)), 'float32');
    case 'U8':
      return make(Int32Array.from(new Uint8Array(buffer)), 'int32');
    case 'I8':
      return make(Int32Array.from(new Int8Array(buffer)), 'int32');
    case 'U16':
      return make(Int32Array.from(new Uint16Array(buffer)), 'int32');
    case 'I16':
      return make(Int32Array.from(new Int16Array(buffer)), 'int32');
    default:
      throw new TypeError(
        `safetensors '${name}': expected a type that float32 or int32 hold exactly, found ${dtype}. ` +
          `Save it as F32 or I32, or read its bytes with readSafetensors.`,
      );
  }
}
