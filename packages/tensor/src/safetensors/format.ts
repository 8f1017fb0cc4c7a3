/**
 * The safetensors file format (https://huggingface.co/docs/safetensors): the length of a JSON header in 8 bytes,
 * little-endian; the header, which gives each tensor's type, shape and place; then the values without any gap.
 */
import { parseHeader } from './header.js';

/** Bits of one value. */
export const dtypeBits = {
  BOOL: 8,
  U8: 8,
  I8: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  F64: 64,
  I64: 64,
  U64: 64,
} as const;

export type SafetensorsDtype = keyof typeof dtypeBits;

/** A tensor as the file holds it: bytes in little-endian order, the last axis fastest. */
export interface SafetensorsEntry {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export type SafetensorsMetadata = { readonly [key: string]: string };

/**
 * The bytes of a file. Wider types come first and names are sorted, so that values stay aligned and equal contents give
 * equal bytes.
 * @throws RangeError when a name is taken twice or reserved, or the bytes do not match type and shape
 */
export function writeSafetensors(entries: readonly SafetensorsEntry[], metadata: SafetensorsMetadata = {}): Uint8Array {
  const ordered = [...entries].sort(
    (a, b) => dtypeBits[b.dtype] - dtypeBits[a.dtype] || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  // No prototype: a tensor may be called 'constructor' or '__proto__'.
  const header = Object.create(null) as Record<string, unknown>;
  if (Object.keys(metadata).length > 0) header['__metadata__'] = sorted(metadata);
  let end = 0;
  for (const { name, dtype, shape, bytes } of ordered) {
    if (name === '__metadata__' || name in header) {
      throw new RangeError(`safetensors: expected distinct names other than '__metadata__', found '${name}' again.`);
    }
    const expected = byteLength(dtype, shape);
    if (bytes.byteLength !== expected) {
      throw new RangeError(
        `safetensors '${name}': expected ${expected} bytes for ${dtype} [${shape.join(', ')}], found ${bytes.byteLength}.`,
      );
    }
    header[name] = { dtype, shape, data_offsets: [end, (end += bytes.byteLength)] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Spaces behind the header keep the values on a multiple of 8 bytes.
  const headerLength = Math.ceil(text.byteLength / 8) * 8;
  const file = new Uint8Array(8 + headerLength + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength);
  file.set(text, 8);
  let at = 8 + headerLength;
  for (const { bytes } of ordered) {
    file.set(bytes, at);
    at += bytes.byteLength;
  }
  return file;
}

/**
 * The contents of a file. The bytes of the entries are views of the file, not copies.
 * @throws RangeError when the file is truncated, or its header is not one of safetensors
 */
export function readSafetensors(file: Uint8Array): {
  entries: SafetensorsEntry[];
  metadata: SafetensorsMetadata;
} {
  if (file.byteLength < 8) throw invalid(`expected at least 8 bytes, found ${file.byteLength}`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(file.byteLength - 8)) {
    throw invalid(`expected a header of ${length} bytes, found ${file.byteLength - 8} bytes behind its length`);
  }
  const start = 8 + Number(length);
  const { tensors, metadata } = parseHeader(file.subarray(8, start), invalid);
  let end = 0;
  const entries = tensors
    .sort((a, b) => a.begin - b.begin || a.end - b.end)
    .map(({ name, dtype, shape, ...place }): SafetensorsEntry => {
      if (!(dtype in dtypeBits)) {
        throw invalid(`tensor '${name}': expected a type of ${Object.keys(dtypeBits).join(', ')}, found '${dtype}'`);
      }
      const known = dtype as SafetensorsDtype;
      const expected = byteLength(known, shape);
      if (place.begin !== end || place.end - place.begin !== expected) {
        throw invalid(
          `tensor '${name}' of type ${dtype} and shape [${shape.join(', ')}]: expected the bytes ${end} to ${end + expected}, ` +
            `found ${place.begin} to ${place.end}`,
        );
      }
      end = place.end;
      if (start + end > file.byteLength) {
        throw invalid(`tensor '${name}': expected ${start + end} bytes in the file, found ${file.byteLength}`);
      }
      return { name, dtype: known, shape, bytes: file.subarray(start + place.begin, start + end) };
    });
  if (start + end !== file.byteLength) {
    throw invalid(`expected ${start + end} bytes in the file, found ${file.byteLength}`);
  }
  return { entries, metadata };
}

function byteLength(dtype: SafetensorsDtype, shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1) * (dtypeBits[dtype] / 8);
}

function sorted(metadata: SafetensorsMetadata): SafetensorsMetadata {
  return Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function invalid(problem: string): RangeError {
  return new RangeError(`safetensors: ${problem}. The file is damaged or of another format.`);
}
