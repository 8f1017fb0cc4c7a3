import { randomUUID } from 'node:crypto';

/** The version of the Jupyter messaging protocol that this kernel speaks. 5.5 is the one with `iopub_welcome`. */
export const protocolVersion = '5.5';

export type JsonObject = Readonly<Record<string, unknown>>;

/** MIME type -> content, as in `display_data`. */
export type MimeBundle = Readonly<Record<string, unknown>>;

export interface Header {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
}

/** A request as received: its routing prefix comes first, then the four documents. */
export interface Request {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly parentHeader: JsonObject;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
}

export interface OutgoingMessage {
  readonly type: string;
  /** The header of the request that caused this message; absent for messages that no request caused. */
  readonly parent?: Header;
  readonly content: JsonObject;
  readonly metadata?: JsonObject;
}

export function createHeader(type: string, session: string): Header {
  return {
    msg_id: randomUUID(),
    session,
    username: 'kernel',
    date: new Date().toISOString(),
    msg_type: type,
    version: protocolVersion,
  };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Checks what a reply needs from a request's header. Throws an error that says what is missing. */
export function requireHeader(value: unknown): Header {
  if (!isObject(value)) throw new Error('the header is not a JSON object');
  for (const field of ['msg_id', 'msg_type'] as const) {
    if (typeof value[field] !== 'string' || value[field] === '') {
      throw new Error(`the header has no ${field}`);
    }
  }
  return value as unknown as Header;
}
