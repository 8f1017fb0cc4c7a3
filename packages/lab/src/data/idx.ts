import { DatasetError } from './dataset-error.js';

/** A tensor of unsigned bytes as the IDX format of the MNIST database stores it. */
export interface IdxTensor {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes: 0, 0, type 8, rank, then the sizes as big-endian 32-bit integers, then values.
 * @throws DatasetError if the header is not of this form or the sizes do not account for every byte
 */
export function parseIdx(bytes: Uint8Array, where: string): IdxTensor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rank = bytes[3] ?? 0;
  const header = 4 + 4 * rank;
  if (bytes.length < header || bytes[0] !== 0 || bytes[1] !== 0 || bytes[2] !== 8 || rank === 0) {
    const found = [...bytes.subarray(0, 4)].join(' ') || 'nothing';
    throw new DatasetError('corrupt', `${where}: expected an IDX file of unsigned bytes (0 0 8 rank), found ${found}.`);
  }
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = shape.reduce((product, size) => product * size, 1);
  if (bytes.length - header !== expected) {
    throw new DatasetError(
      'corrupt',
      `${where}: the header says ${shape.join(' x ')} = ${expected} values, found ${bytes.length - header}.`,
    );
  }
  return { shape, values: bytes.subarray(header) };
}
