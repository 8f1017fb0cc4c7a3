import { Reply, Router, XPublisher } from 'zeromq';
import type { Channel, Connection } from './connection.js';

/** A client's ports were taken when the kernel tried to bind them. Start the kernel again with other ports. */
export class BindError extends Error {
  override readonly name = 'BindError';
}

export interface Sockets {
  readonly shell: Router;
  readonly control: Router;
  readonly stdin: Router;
  readonly iopub: XPublisher;
  readonly heartbeat: Reply;
}

/** Messages that may wait for one slow client before the kernel waits for it too. */
const publishedHighWaterMark = 100;
/** Milliseconds for which a closed socket still tries to deliver. */
const linger = 1000;

/** Binds all five sockets. Throws a BindError that names the channel and the address when one is taken. */
export async function bindSockets(connection: Connection): Promise<Sockets> {
  const sockets: Sockets = {
    shell: new Router({ sendHighWaterMark: 0, receiveHighWaterMark: 0, linger }),
    control: new Router({ sendHighWaterMark: 0, receiveHighWaterMark: 0, linger }),
    stdin: new Router({ linger: 0 }),
    // Every subscriber gets its welcome, and a full queue is an error to wait out instead of a message to drop.
    iopub: new XPublisher({ verbosity: 'allSubs', noDrop: true, sendHighWaterMark: publishedHighWaterMark, linger }),
    heartbeat: new Reply({ linger: 0 }),
  };
  const bindings: [Channel, { bind(endpoint: string): Promise<void> }][] = [
    ['shell', sockets.shell],
    ['iopub', sockets.iopub],
    ['stdin', sockets.stdin],
    ['control', sockets.control],
    ['hb', sockets.heartbeat],
  ];
  try {
    for (const [channel, socket] of bindings) await bind(channel, socket, connection.endpoints[channel]);
  } catch (error) {
    closeSockets(sockets);
    throw error;
  }
  return sockets;
}

async function bind(
  channel: Channel,
  socket: { bind(endpoint: string): Promise<void> },
  endpoint: string,
): Promise<void> {
  try {
    await socket.bind(endpoint);
  } catch (error) {
    const reason = (error as Error).message;
    throw new BindError(`Cannot bind ${channel} at ${endpoint}: ${reason}. Start the kernel again with other ports.`);
  }
}

export function closeSockets(sockets: Sockets): void {
  for (const socket of Object.values(sockets) as { close(): void }[]) socket.close();
}

/** Echoes heartbeats until the socket is closed. */
export async function echoHeartbeats(socket: Reply): Promise<void> {
  for await (const beat of socket) await socket.send(beat);
}
