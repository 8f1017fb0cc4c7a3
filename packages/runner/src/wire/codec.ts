import { createHmac, createSecretKey, randomUUID, timingSafeEqual, type KeyObject } from 'node:crypto';
import { isObject } from '@atlas/schemas';
import { objectAt, textAt } from '../json.js';
import { protocolVersion, type Header, type Message } from './message.js';

const delimiter = '<IDS|MSG>';
const remembered = 65_536;
/** A larger content is not parsed: it could not be kept, and near half a gigabyte no text can hold it. */
const largestContent = 256 * 1024 * 1024;

/** Frames that are not a message of this session: wrong shape, wrong signature, or seen before. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/**
 * Signs and reads messages of one session.
 *
 * The signature is the hexadecimal HMAC-SHA256 of header, parent header, metadata and content as the bytes sent; an
 * empty key switches signing off. Signatures already seen are refused, so that a recorded message cannot be replayed.
 */
export class Codec {
  /** Undefined where nothing is signed. */
  readonly #key: KeyObject | undefined;
  readonly #session = randomUUID();
  readonly #seen = new Set<string>();
  /** All messages of one cell have the same parent, byte for byte: it is parsed once. */
  #parent: { readonly frame: Uint8Array; readonly id: string | undefined } | undefined;

  constructor(key: string) {
    this.#key = key === '' ? undefined : createSecretKey(Buffer.from(key));
  }

  /** A new request: its id, and the frames to send. */
  request(type: string, content: object): { id: string; frames: (string | Uint8Array)[] } {
    const header: Header = {
      msg_id: randomUUID(),
      msg_type: type,
      session: this.#session,
      username: 'runner',
      date: new Date().toISOString(),
      version: protocolVersion,
    };
    const parts = [JSON.stringify(header), '{}', '{}', JSON.stringify(content)];
    return { id: header.msg_id, frames: [delimiter, this.#sign(parts), ...parts] };
  }

  /** Reads the frames of one message. Throws {@link WireError}. */
  read(frames: readonly Uint8Array[]): Message {
    const start = frames.findIndex((frame) => frame.length === delimiter.length && text(frame) === delimiter);
    const [signature, header, parent, metadata, content] = frames.slice(start + 1);
    if (start < 0 || !signature || !header || !parent || !metadata || !content) {
      throw new WireError(
        `expected the frame ${delimiter}, a signature and four JSON frames, found ${frames.length} frames`,
      );
    }
    this.#verify(text(signature), [header, parent, metadata, content]);
    const head = parse(header, 'header');
    const type = textAt(head, 'msg_type');
    if (type === undefined) throw new WireError('expected a header with "msg_type", found none');
    const oversize = content.length > largestContent;
    return {
      type,
      id: textAt(head, 'msg_id') ?? '',
      parentId: this.#parentId(parent),
      metadata: objectAt({ metadata: parse(metadata, 'metadata') }, 'metadata'),
      content: oversize ? {} : parse(content, 'content'),
      buffers: frames.slice(start + 6),
      bytes: frames.reduce((sum, frame) => sum + frame.length, 0),
      oversize,
    };
  }

  #parentId(frame: Uint8Array): string | undefined {
    if (this.#parent === undefined || Buffer.compare(frame, this.#parent.frame) !== 0) {
      this.#parent = { frame, id: textAt(parse(frame, 'parent header'), 'msg_id') };
    }
    return this.#parent.id;
  }

  #verify(signature: string, parts: readonly Uint8Array[]): void {
    if (this.#key === undefined) return;
    const expected = Buffer.from(this.#sign(parts));
    const found = Buffer.from(signature);
    if (expected.length !== found.length || !timingSafeEqual(expected, found)) {
      throw new WireError('the signature does not fit the key of this session');
    }
    if (this.#seen.has(signature)) throw new WireError('the message was seen before');
    this.#seen.add(signature);
    if (this.#seen.size > remembered) for (const oldest of this.#seen) if (this.#seen.delete(oldest)) break;
  }

  #sign(parts: readonly (string | Uint8Array)[]): string {
    if (this.#key === undefined) return '';
    const hmac = createHmac('sha256', this.#key);
    for (const part of parts) hmac.update(part);
    return hmac.digest('hex');
  }
}

function text(frame: Uint8Array): string {
  return Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString('utf8');
}

function parse(frame: Uint8Array, part: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text(frame));
  } catch (error) {
    throw new WireError(`the ${part} of a message is not JSON: ${String(error)}`);
  }
  if (!isObject(value)) throw new WireError(`expected the ${part} of a message to be an object`);
  return value;
}
