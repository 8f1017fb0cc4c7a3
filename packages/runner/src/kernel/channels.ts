import { randomUUID } from 'node:crypto';
import { Dealer, Subscriber } from 'zeromq';
import { Codec, WireError } from '../wire/codec.js';
import type { Message } from '../wire/message.js';
import type { ConnectionInfo } from './connection.js';

export type RequestChannel = 'shell' | 'control';

export interface ChannelListener {
  onReply(channel: RequestChannel, message: Message): void;
  onOutput(message: Message): void;
  /** A kernel that asks for input although every request forbids it. */
  onInputRequest(message: Message): void;
  /** Frames that were no message of this session. */
  onIgnored(error: WireError): void;
}

/** The sockets of one kernel. The heartbeat is left out: a single-threaded kernel that computes cannot echo. */
export class Channels {
  readonly #codec: Codec;
  readonly #listener: ChannelListener;
  readonly #sockets: { shell: Dealer; control: Dealer; stdin: Dealer; iopub: Subscriber };
  readonly #sending = new Map<Dealer, Promise<void>>();

  constructor(connection: ConnectionInfo, listener: ChannelListener) {
    this.#codec = new Codec(connection.key);
    this.#listener = listener;
    // A kernel routes its questions by the identity of the shell socket: stdin must carry the same one.
    const routingId = randomUUID();
    const options = { linger: 0, reconnectInterval: 10, reconnectMaxInterval: 100 };
    this.#sockets = {
      shell: new Dealer({ ...options, routingId }),
      control: new Dealer({ ...options, routingId: randomUUID() }),
      stdin: new Dealer({ ...options, routingId }),
      // No limit on what waits here: a full queue would drop messages, and it is drained all the time.
      iopub: new Subscriber({ ...options, receiveHighWaterMark: 0 }),
    };
    const address = (port: number): string => `${connection.transport}://${connection.ip}:${port}`;
    this.#sockets.iopub.subscribe();
    this.#sockets.iopub.connect(address(connection.iopub_port));
    this.#sockets.shell.connect(address(connection.shell_port));
    this.#sockets.control.connect(address(connection.control_port));
    this.#sockets.stdin.connect(address(connection.stdin_port));
    void this.#drain(this.#sockets.iopub, (message) => listener.onOutput(message));
    void this.#drain(this.#sockets.shell, (message) => listener.onReply('shell', message));
    void this.#drain(this.#sockets.control, (message) => listener.onReply('control', message));
    void this.#drain(this.#sockets.stdin, (message) => listener.onInputRequest(message));
  }

  /** Sends a request and returns its id. */
  send(channel: RequestChannel | 'stdin', type: string, content: object): string {
    const { id, frames } = this.#codec.request(type, content);
    const socket = this.#sockets[channel];
    // After close() a send fails, and nobody waits for its answer any more.
    const attempt = (): Promise<void> => trySend(socket, frames).catch(() => undefined);
    // A socket takes one send at a time. Where none is under way, the request has left when this function returns.
    const before = this.#sending.get(socket);
    const sent: Promise<void> = (before === undefined ? attempt() : before.then(attempt)).then(() => {
      if (this.#sending.get(socket) === sent) this.#sending.delete(socket);
    });
    this.#sending.set(socket, sent);
    return id;
  }

  close(): void {
    for (const socket of Object.values(this.#sockets)) socket.close();
  }

  async #drain(socket: Dealer | Subscriber, handle: (message: Message) => void): Promise<void> {
    for await (const frames of socket) {
      let message: Message;
      try {
        message = this.#codec.read(frames);
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        this.#listener.onIgnored(error);
        continue;
      }
      handle(message);
    }
  }
}

/** `send` throws at once where it cannot begin: then the promise is rejected. */
async function trySend(socket: Dealer, frames: (string | Uint8Array)[]): Promise<void> {
  await socket.send(frames);
}
