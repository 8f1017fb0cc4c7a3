import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  decodeSafetensors,
  decodeSafetensorsLike,
  encodeSafetensors,
  readSafetensors,
  writeSafetensors,
  type SafetensorsEntry,
} from './safetensors.js';
import { leaves, type TensorTree } from './tree.js';

beforeAll(() => tf.setBackend('cpu'));

const bits = (leaf: tf.Tensor) => {
  const values = leaf.dataSync();
  return [...new Uint8Array(values.buffer, values.byteOffset, values.byteLength)];
};

const entry = (name: string, size: number): SafetensorsEntry => ({
  name,
  dtype: 'F32',
  shape: [size],
  bytes: new Uint8Array(4 * size),
});

/** A file with this header and this many bytes of values. */
function file(header: string, values: number): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + values);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

describe('encodeSafetensors and decodeSafetensors', () => {
  it('lays a file out as the format says', () => {
    const bytes = encodeSafetensors({ b: tf.tensor1d([1, -2]), a: tf.tensor1d([7], 'int32') });
    const header =
      '{"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}';
    const padded = Math.ceil(header.length / 8) * 8;
    expect([...bytes.subarray(0, 8)]).toEqual([padded, 0, 0, 0, 0, 0, 0, 0]);
    expect(new TextDecoder().decode(bytes.subarray(8, 8 + padded))).toBe(header.padEnd(padded));
    expect([...bytes.subarray(8 + padded)]).toEqual([7, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
  });

  it('brings every bit pattern back', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 4, maxLength: 4 }), { maxLength: 20 }), (patterns) => {
        const values = new Float32Array(Uint8Array.from(patterns.flatMap((four) => [...four])).buffer);
        const leaf = tf.tensor1d(values);
        const { tree } = decodeSafetensors(encodeSafetensors({ x: leaf }));
        expect(bits((tree as { x: tf.Tensor }).x)).toEqual(bits(leaf));
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('keeps names, shapes, types and metadata', () => {
    const tree: TensorTree = {
      layer: { kernel: tf.ones([2, 3, 5]), mask: tf.tensor1d([true, false, true], 'bool') },
      empty: tf.zeros([0, 4]),
      step: tf.scalar(-7, 'int32'),
      constructor: { own: tf.scalar(1) },
    };
    const metadata = { title: 'größer', format: 'pt' };
    const decoded = decodeSafetensors(encodeSafetensors(tree, metadata));
    expect(decoded.metadata).toEqual(metadata);
    const describeLeaves = (t: TensorTree) =>
      leaves(t).map(([path, { shape, dtype, dataSync }]) => [path, shape, dtype, typeof dataSync]);
    expect(describeLeaves(decoded.tree)).toEqual(describeLeaves(tree));
    expect(leaves(decoded.tree).map(([, leaf]) => bits(leaf))).toEqual(leaves(tree).map(([, leaf]) => bits(leaf)));
  });

  it('gives equal bytes for equal contents, in whatever order they come', () => {
    const [a, b] = [tf.scalar(1), tf.tensor1d([true, false], 'bool')];
    expect(encodeSafetensors({ a, b }, { x: '1', y: '2' })).toEqual(encodeSafetensors({ b, a }, { y: '2', x: '1' }));
  });

  it('keeps values on a multiple of their size', () => {
    const bytes = encodeSafetensors({ a: tf.tensor1d([true], 'bool'), b: tf.scalar(1) });
    const { entries } = readSafetensors(bytes);
    expect(entries.find(({ name }) => name === 'b')!.bytes.byteOffset % 4).toBe(0);
  });

  it('widens narrow types without loss', () => {
    const bytes = writeSafetensors([
      {
        name: 'half',
        dtype: 'F16',
        shape: [6],
        bytes: new Uint8Array(Uint16Array.of(0x3c00, 0xc001, 0x0001, 0x7c00, 0xfbff, 0x8000).buffer),
      },
      { name: 'brain', dtype: 'BF16', shape: [2], bytes: new Uint8Array(Uint16Array.of(0x3f80, 0xc049).buffer) },
      { name: 'byte', dtype: 'I8', shape: [2], bytes: Uint8Array.of(0x80, 0x7f) },
      { name: 'short', dtype: 'U16', shape: [1], bytes: Uint8Array.of(0xff, 0xff) },
      { name: 'signed', dtype: 'I16', shape: [1], bytes: Uint8Array.of(0xff, 0xff) },
      { name: 'octet', dtype: 'U8', shape: [1], bytes: Uint8Array.of(200) },
    ]);
    const found = Object.fromEntries(
      leaves(decodeSafetensors(bytes).tree).map(([name, leaf]) => [name, [...leaf.dataSync()]]),
    );
    expect(found).toEqual({
      half: [1, -2 - 2 ** -9, 2 ** -24, Infinity, -65504, -0],
      brain: [1, -3.140625],
      byte: [-128, 127],
      short: [65535],
      signed: [-1],
      octet: [200],
    });
  });

  it('refuses a type that would lose digits', () => {
    const bytes = writeSafetensors([{ name: 'x', dtype: 'F64', shape: [1], bytes: new Uint8Array(8) }]);
    expect(() => decodeSafetensors(bytes)).toThrow(
      /'x': expected a type that float32 or int32 hold exactly, found F64/,
    );
  });

  it('lets no name in a file reach the prototype of objects', () => {
    const bytes = file('{"__proto__/polluted":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4);
    expect(() => decodeSafetensors(bytes)).toThrow(/found the path '__proto__\/polluted'/);
    expect({}).not.toHaveProperty('polluted');
  });

  it('refuses to write what the format has no type for', () => {
    expect(() => encodeSafetensors({ x: tf.complex(1, 2) })).toThrow(
      /'x': expected float32, int32 or bool, found complex64/,
    );
  });
});

describe('readSafetensors refuses', () => {
  const whole = writeSafetensors([entry('x', 3), entry('y', 2)]);
  const good = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';
  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /at least 8 bytes, found 0/],
    ['a file cut in the header', whole.subarray(0, 20), /expected a header of \d+ bytes, found 12/],
    ['a file cut in the values', whole.subarray(0, whole.length - 1), /expected \d+ bytes in the file/],
    ['bytes behind the values', file(`{"x":${good}}`, 5), /expected \d+ bytes in the file/],
    ['a huge header length', new Uint8Array(16).fill(0xff), /expected a header of 18446744073709551615 bytes/],
    ['a header that is no JSON', file('{"x":', 0), /expected a header in JSON/],
    ['a header that is no text', file('\u0000', 0), /expected a header in JSON/],
    ['a header that is a list', file('[]', 0), /an object as header/],
    ['metadata that are not texts', file('{"__metadata__":{"a":1}}', 0), /texts under __metadata__/],
    ['an entry without a shape', file('{"x":{"dtype":"F32","data_offsets":[0,4]}}', 4), /'x': expected dtype, shape/],
    [
      'a negative size',
      file('{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', 4),
      /'x': expected dtype, shape/,
    ],
    ['an unknown type', file(`{"x":${good.replace('F32', 'F7')}}`, 4), /'x': expected a type of BOOL/],
    ['overlapping tensors', file(`{"x":${good},"y":${good}}`, 4), /'y' .* expected the bytes 4 to 8, found 0 to 4/],
    [
      'a hole between tensors',
      file(`{"x":${good.replace('[0,4]', '[4,8]')}}`, 8),
      /'x' .* expected the bytes 0 to 4, found 4 to 8/,
    ],
    [
      'a size that does not fit the shape',
      file(`{"x":${good.replace('[0,4]', '[0,8]')}}`, 8),
      /expected the bytes 0 to 4, found 0 to 8/,
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  it('nothing that writeSafetensors gives', () => {
    expect(readSafetensors(whole).entries.map(({ name, shape }) => [name, shape])).toEqual([
      ['x', [3]],
      ['y', [2]],
    ]);
  });
});

describe('writeSafetensors refuses', () => {
  it('a name twice, a reserved name, and bytes of another size', () => {
    expect(() => writeSafetensors([entry('x', 1), entry('x', 1)])).toThrow(/found 'x' again/);
    expect(() => writeSafetensors([entry('__metadata__', 1)])).toThrow(/__metadata__/);
    expect(() => writeSafetensors([{ ...entry('x', 1), shape: [2] }])).toThrow(
      /'x': expected 8 bytes for F32 \[2\], found 4/,
    );
  });
});

describe('decodeSafetensorsLike', () => {
  const like = { a: tf.zeros([2]), b: { c: tf.zeros([3]) } };

  it('gives the tree of the network with the values of the file', () => {
    const loaded = decodeSafetensorsLike(encodeSafetensors({ b: { c: tf.ones([3]) }, a: tf.ones([2]) }), like);
    expect([...loaded.b.c.dataSync(), ...loaded.a.dataSync()]).toEqual([1, 1, 1, 1, 1]);
  });

  it('says what does not fit, and keeps nothing', () => {
    const other = encodeSafetensors({ a: tf.ones([4]), d: tf.ones([1]) });
    const before = tf.memory().numTensors;
    expect(() => decodeSafetensorsLike(other, like)).toThrow(
      /'a' is float32 \[4\], not float32 \[2\]; 'b\/c' is missing; 'd' is unexpected/,
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
