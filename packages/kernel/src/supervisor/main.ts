import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { exitCodes } from '../exit-codes.js';
import { readConnectionFile, type Connection } from '../protocol/connection.js';
import { Publisher } from '../protocol/publisher.js';
import { bindSockets, closeSockets, echoHeartbeats, BindError, type Sockets } from '../protocol/sockets.js';
import { Wire } from '../protocol/wire.js';
import { kernelVersions } from '../versions.js';
import { exitCodeLike } from './death.js';
import { Executor } from './executor.js';
import { Kernel } from './kernel.js';
import { watchParent } from './parent.js';

/** Milliseconds that clients get to fetch the last messages. */
const farewell = 1000;

function log(text: string): void {
  process.stderr.write(`[kernel] ${text}\n`);
}

/** Runs a kernel for the client that wrote the connection file. The process ends with the kernel. */
export async function runKernel(connectionFile: string): Promise<void> {
  const connection = readOrExit(connectionFile);
  const sockets = await bindOrExit(connection);
  const wire = new Wire(connection.signer, randomUUID());
  const publisher = new Publisher(sockets.iopub, wire);
  const executor = new Executor(publisher, log);

  const leave = async (exitCode: number): Promise<void> => {
    await Promise.race([publisher.drained(), delay(farewell)]);
    publisher.close();
    closeSockets(sockets);
    // ZeroMQ holds the process until its queues are delivered, for as long as the sockets may linger.
    process.exit(exitCode);
  };
  let leaving = false;
  const shutDown = (): void => {
    if (leaving) return;
    leaving = true;
    void executor.stop().then(() => leave(exitCodes.done));
  };
  const kernel = new Kernel({
    sockets,
    wire,
    publisher,
    executor,
    versions: kernelVersions(),
    onShutdown: shutDown,
    log,
  });

  void executor.ended.then(async (exit) => {
    if (leaving) return;
    leaving = true;
    await Promise.race([kernel.settled(), delay(farewell)]);
    await leave(exitCodeLike(exit));
  });
  process.on('SIGINT', () => executor.interrupt());
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      executor.kill();
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  }
  process.on('exit', () => executor.kill());
  watchParent(() => {
    log('The process that started this kernel is gone.');
    process.exit(exitCodes.done);
  });

  void echoHeartbeats(sockets.heartbeat);
  void publisher.welcomeSubscribers();
  kernel.listen();
}

function readOrExit(connectionFile: string): Connection {
  try {
    const connection = readConnectionFile(connectionFile);
    if (connection.notice !== undefined) log(connection.notice);
    return connection;
  } catch (error) {
    log((error as Error).message);
    process.exit(exitCodes.usage);
  }
}

async function bindOrExit(connection: Connection): Promise<Sockets> {
  try {
    return await bindSockets(connection);
  } catch (error) {
    if (!(error instanceof BindError)) throw error;
    log(error.message);
    process.exit(exitCodes.portTaken);
  }
}
