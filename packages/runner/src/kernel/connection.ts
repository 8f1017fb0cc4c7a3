import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './alive.js';
import { fallbackRuntimeFolder, runtimeFolder, type Surroundings } from '../kernelspec/search-path.js';

/** What kernel and client share: the content of a connection file. */
export interface ConnectionInfo {
  readonly transport: 'tcp';
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly signature_scheme: 'hmac-sha256';
  readonly key: string;
  readonly kernel_name: string;
}

const loopback = '127.0.0.1';

/** Five free ports on loopback and a random key. The ports are free now; another program may take one before the kernel does. */
export async function newConnection(kernelName: string): Promise<ConnectionInfo> {
  const [shell = 0, iopub = 0, stdin = 0, control = 0, heartbeat = 0] = await freePorts(5);
  return {
    transport: 'tcp',
    ip: loopback,
    shell_port: shell,
    iopub_port: iopub,
    stdin_port: stdin,
    control_port: control,
    hb_port: heartbeat,
    signature_scheme: 'hmac-sha256',
    key: randomBytes(32).toString('hex'),
    kernel_name: kernelName,
  };
}

/** All ports are held open together, so that they differ, and then released. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, loopback, () => resolve(server));
  });
}

/** Writes a connection file that only this user can read, and returns its path. */
export function writeConnectionFile(folder: string, info: ConnectionInfo): string {
  const file = join(folder, `${ownPrefix()}${process.pid}-${randomBytes(6).toString('hex')}.json`);
  writeFileSync(file, JSON.stringify(info, null, 2), { mode: 0o600, flag: 'wx' });
  return file;
}

/**
 * Removes connection files of runners on this machine that are no longer there, and returns how many there were.
 * The name of a file holds machine and process, because homes are shared between machines.
 */
export function removeStaleConnectionFiles(folder: string): number {
  const prefix = ownPrefix();
  const stale = readdirSync(folder).filter((name) => {
    const owner = name.startsWith(prefix) ? /^(\d+)-[0-9a-f]+\.json$/.exec(name.slice(prefix.length))?.[1] : undefined;
    return owner !== undefined && !isAlive(Number(owner));
  });
  for (const name of stale) rmSync(join(folder, name), { force: true });
  return stale.length;
}

/** Jupyter's folder for connection files, or one under the temporary folder where that cannot be written. */
export function openRuntimeFolder(surroundings: Surroundings): string {
  try {
    return privateFolder(runtimeFolder(surroundings));
  } catch {
    return privateFolder(fallbackRuntimeFolder());
  }
}

function privateFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const owner = process.getuid?.();
  const found = statSync(folder);
  if (owner !== undefined && found.uid !== owner) {
    throw new Error(
      `expected ${folder} to belong to user ${owner}, found user ${found.uid}; remove it or set JUPYTER_RUNTIME_DIR`,
    );
  }
  if ((found.mode & 0o022) !== 0) chmodSync(folder, 0o700);
  return folder;
}

function ownPrefix(): string {
  return `kernel-atlas-${hostname().replaceAll(/[^A-Za-z0-9.]/g, '_')}-`;
}
