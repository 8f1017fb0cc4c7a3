/**
 * The frames that the executor writes to its supervisor.
 *
 * A message travels as one or more pieces: kind (1 byte), flags (1), owner cell (4, little endian), length (4), bytes.
 * A piece is small enough for the operating system to take it whole, so an interrupt that strikes the executor between
 * two writes can cut a message short but never leaves half a piece behind; the reader then drops the unfinished message.
 */
export const frameKinds = { stdout: 1, stderr: 2, event: 3 } as const;
export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];

export interface FrameMessage {
  readonly kind: FrameKind;
  /** The cell that owns the message; 0 when no cell does. */
  readonly cell: number;
  readonly payload: Buffer;
}

const headerBytes = 10;
const firstPiece = 1;
const lastPiece = 2;
const pieceBytes = 16 * 1024;

/** Splits a message into pieces, each ready to be written with one call. */
export function encodePieces(kind: FrameKind, cell: number, payload: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  let offset = 0;
  do {
    const length = Math.min(pieceBytes, payload.length - offset);
    const piece = Buffer.allocUnsafe(headerBytes + length);
    const isLast = offset + length === payload.length;
    piece.writeUInt8(kind, 0);
    piece.writeUInt8((offset === 0 ? firstPiece : 0) | (isLast ? lastPiece : 0), 1);
    piece.writeUInt32LE(cell, 2);
    piece.writeUInt32LE(length, 6);
    payload.copy(piece, headerBytes, offset, offset + length);
    pieces.push(piece);
    offset += length;
  } while (offset < payload.length);
  return pieces;
}

/** Puts pieces together again. Feed it the chunks of the pipe in their order. */
export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);
  private unfinished: Buffer[] = [];

  /** The messages that `chunk` completes. */
  *feed(chunk: Buffer): Generator<FrameMessage> {
    let data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    while (data.length >= headerBytes) {
      const end = headerBytes + data.readUInt32LE(6);
      if (data.length < end) break;
      const message = this.addPiece(data.subarray(0, end));
      data = data.subarray(end);
      if (message) {
        // Kept current before every yield: the consumer may stop between two messages.
        this.rest = data;
        yield message;
      }
    }
    this.rest = data;
  }

  private addPiece(piece: Buffer): FrameMessage | undefined {
    const flags = piece.readUInt8(1);
    if ((flags & firstPiece) !== 0) this.unfinished = [];
    this.unfinished.push(piece.subarray(headerBytes));
    if ((flags & lastPiece) === 0) return undefined;
    const payload = this.unfinished.length === 1 ? this.unfinished[0]! : Buffer.concat(this.unfinished);
    this.unfinished = [];
    return { kind: piece.readUInt8(0) as FrameKind, cell: piece.readUInt32LE(2), payload };
  }
}
