import { chmodSync, readFileSync, statSync } from 'node:fs';
import { isObject } from './message.js';
import { Signer } from './signer.js';

export const channels = ['shell', 'iopub', 'stdin', 'control', 'hb'] as const;
export type Channel = (typeof channels)[number];

/** Where to listen and how to sign, as the client that starts the kernel has written it down. */
export interface Connection {
  readonly endpoints: Readonly<Record<Channel, string>>;
  readonly signer: Signer;
  /** Set when the file's permissions had to be narrowed. */
  readonly notice?: string;
}

/** Reads a connection file. Throws an error that names the file, what is wrong with it, and what is expected. */
export function readConnectionFile(path: string): Connection {
  const notice = narrowPermissions(path);
  const fields = parse(path);
  const transport = fields['transport'] ?? 'tcp';
  const ip = fields['ip'] ?? '127.0.0.1';
  if (transport !== 'tcp' && transport !== 'ipc') {
    throw problem(path, `transport is ${JSON.stringify(transport)}; expected "tcp" or "ipc"`);
  }
  if (typeof ip !== 'string') throw problem(path, 'ip is not a string');
  if (transport === 'tcp' && !isLoopback(ip)) {
    throw problem(path, `ip is ${JSON.stringify(ip)}; this kernel listens on loopback only, for instance "127.0.0.1"`);
  }
  if (typeof fields['key'] !== 'string') throw problem(path, 'key is missing or not a string');
  const endpoints = Object.fromEntries(
    channels.map((channel) => [channel, endpoint(path, transport, ip, channel, fields[`${channel}_port`])]),
  ) as Record<Channel, string>;
  const signer = createSigner(path, fields['key'], fields['signature_scheme']);
  return notice === undefined ? { endpoints, signer } : { endpoints, signer, notice };
}

function parse(path: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw problem(path, `it cannot be read: ${(error as Error).message}`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    throw problem(path, `it is not JSON: ${(error as Error).message}`);
  }
  throw problem(path, 'it is not a JSON object');
}

function endpoint(path: string, transport: string, ip: string, channel: Channel, port: unknown): string {
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw problem(path, `${channel}_port is ${JSON.stringify(port)}; expected a number from 1 to 65535`);
  }
  if (transport === 'ipc') return `ipc://${ip}-${port}`;
  return ip.includes(':') ? `tcp://[${ip}]:${port}` : `tcp://${ip}:${port}`;
}

function createSigner(path: string, key: string, scheme: unknown): Signer {
  try {
    return typeof scheme === 'string' && scheme !== '' ? new Signer(key, scheme) : new Signer(key);
  } catch (error) {
    throw problem(path, (error as Error).message);
  }
}

function isLoopback(ip: string): boolean {
  return /^127(\.\d{1,3}){3}$/.test(ip) || ip === 'localhost' || ip === '::1';
}

/** The file holds the key: whoever can read it can run code as this user. */
function narrowPermissions(path: string): string | undefined {
  if (process.platform === 'win32') return undefined;
  try {
    if ((statSync(path).mode & 0o077) === 0) return undefined;
    chmodSync(path, 0o600);
  } catch {
    // Whatever is wrong with the file is reported when it is read.
    return undefined;
  }
  return `Other users could read the connection file ${path}; its mode is now 0600.`;
}

function problem(path: string, what: string): Error {
  return new Error(`Unusable connection file ${path}: ${what}.`);
}
