import { describe, expect, it } from 'vitest';
import { encodePieces, frameKinds, FrameReader, type FrameMessage } from './frame.js';

function readAll(reader: FrameReader, chunks: readonly Buffer[]): FrameMessage[] {
  return chunks.flatMap((chunk) => [...reader.feed(chunk)]);
}

describe('frames', () => {
  it('come out as they went in, however the pipe cuts them', () => {
    const payloads = ['', 'a', 'é', 'x'.repeat(16 * 1024), 'y'.repeat(50_000)].map((text) => Buffer.from(text));
    const bytes = Buffer.concat(payloads.flatMap((payload, cell) => encodePieces(frameKinds.stdout, cell, payload)));
    for (const step of [1, 7, 4096, bytes.length]) {
      const chunks = [];
      for (let start = 0; start < bytes.length; start += step) chunks.push(bytes.subarray(start, start + step));
      const messages = readAll(new FrameReader(), chunks);
      expect(messages.map(({ cell }) => cell)).toEqual([0, 1, 2, 3, 4]);
      expect(messages.map(({ payload }) => payload.toString())).toEqual(payloads.map(String));
    }
  });

  it('are written in pieces that a pipe takes whole', () => {
    const pieces = encodePieces(frameKinds.event, 1, Buffer.alloc(100_000));
    expect(pieces.length).toBe(7);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(16 * 1024 + 10);
  });

  it('survive a message that was cut short: it is dropped, the next one is whole', () => {
    const [first] = encodePieces(frameKinds.event, 1, Buffer.alloc(40_000, 'a'));
    const next = encodePieces(frameKinds.stderr, 2, Buffer.from('after'));
    const messages = readAll(new FrameReader(), [first!, ...next]);
    expect(messages.map(({ kind, cell, payload }) => [kind, cell, payload.toString()])).toEqual([
      [frameKinds.stderr, 2, 'after'],
    ]);
  });
});
