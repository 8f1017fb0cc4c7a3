import { writeSync } from 'node:fs';
import { encodePieces, frameKinds, type FrameKind } from '../link/frame.js';
import type { ExecutorEvent } from '../link/messages.js';
import type { StreamName } from '../protocol/stream-batch.js';

/** The pipe to the supervisor, as the supervisor has laid it. */
const descriptor = 3;
/** Characters of a stream message: its bytes fit into one piece of a frame, whatever the characters are. */
const sliceLength = 4096;
const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes to the supervisor, at once and blocking: what a cell has put out is safe even if the next statement crashes,
 * and a cell that puts out more than its reader takes is slowed down instead of filling the memory.
 */
export function writeText(cell: number, name: StreamName, text: string): void {
  for (let start = 0; start < text.length;) {
    const end = sliceEnd(text, start);
    write(frameKinds[name], cell, Buffer.from(text.slice(start, end)));
    start = end;
  }
}

export function writeEvent(cell: number, event: ExecutorEvent): void {
  write(frameKinds.event, cell, Buffer.from(JSON.stringify(event)));
}

/** Never between the two halves of a character outside the basic plane. */
function sliceEnd(text: string, start: number): number {
  const end = Math.min(start + sliceLength, text.length);
  const last = text.charCodeAt(end - 1);
  const splitsPair = end < text.length && last >= 0xd800 && last <= 0xdbff;
  return splitsPair ? end - 1 : end;
}

function write(kind: FrameKind, cell: number, payload: Buffer): void {
  for (const piece of encodePieces(kind, cell, payload)) writeFully(piece);
}

function writeFully(piece: Buffer): void {
  let offset = 0;
  while (offset < piece.length) {
    try {
      offset += writeSync(descriptor, piece, offset);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}
