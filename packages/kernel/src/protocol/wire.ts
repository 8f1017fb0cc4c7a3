import {
  createHeader,
  isObject,
  requireHeader,
  type JsonObject,
  type OutgoingMessage,
  type Request,
} from './message.js';
import type { Signer } from './signer.js';

const delimiter = Buffer.from('<IDS|MSG>');

/** Turns messages into ZeroMQ frames and back: identities, delimiter, signature, header, parent, metadata, content. */
export class Wire {
  constructor(
    private readonly signer: Signer,
    readonly session: string,
  ) {}

  /** Throws an error that says what is wrong when the frames are not a valid, correctly signed, new message. */
  decode(frames: readonly Buffer[]): Request {
    const at = frames.findIndex((frame) => frame.equals(delimiter));
    if (at < 0) throw new Error('the delimiter <IDS|MSG> is missing');
    const [signature, ...rest] = frames.slice(at + 1);
    const documents = rest.slice(0, 4);
    if (!signature || documents.length < 4) throw new Error('fewer than four documents follow the delimiter');
    this.signer.verify(signature, documents);
    const [header, parentHeader, metadata, content] = documents.map((document) => parseDocument(document));
    return {
      identities: frames.slice(0, at),
      header: requireHeader(header),
      parentHeader: parentHeader!,
      metadata: metadata!,
      content: content!,
    };
  }

  /** `prefix` is the routing prefix of a reply or the topic of a published message. */
  encode(prefix: readonly Buffer[], message: OutgoingMessage): Buffer[] {
    const documents = [
      createHeader(message.type, this.session),
      message.parent ?? {},
      message.metadata ?? {},
      message.content,
    ].map((document) => Buffer.from(JSON.stringify(document)));
    return [...prefix, delimiter, Buffer.from(this.signer.sign(documents)), ...documents];
  }
}

function parseDocument(document: Buffer): JsonObject {
  const value: unknown = JSON.parse(document.toString('utf8'));
  if (!isObject(value)) throw new Error('a document is not a JSON object');
  return value;
}
