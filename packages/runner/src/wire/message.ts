/** Messages of the Jupyter protocol, as jupyter_client's messaging specification defines them. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** A message that arrived and whose signature is right. */
export interface Message {
  readonly type: string;
  readonly id: string;
  /** The request this message answers. Some messages have none: `iopub_welcome`, and some kernels' first status. */
  readonly parentId: string | undefined;
  readonly content: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
  /** Size of the message as it was sent. */
  readonly bytes: number;
  /** True where the content is larger than the runner reads; `content` is empty then. */
  readonly oversize: boolean;
}

/** The protocol version that requests name. */
export const protocolVersion = '5.4';
