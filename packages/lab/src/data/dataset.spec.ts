import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataset } from './dataset.js';
import { cacheFolder } from './folders.js';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) >> 5));
const packed = gzipSync(content);
let folder: string;
let server: Server;
let requests: (string | undefined)[];
let answer: (response: ServerResponse, range: string | undefined) => void;

/** Answers like a static file server that knows ranges. */
function serve(body: Uint8Array): typeof answer {
  return (response, range) => {
    const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    if (from >= body.length) {
      response.writeHead(416).end();
      return;
    }
    const headers = { 'content-length': String(body.length - from) };
    response.writeHead(from > 0 ? 206 : 200, {
      ...headers,
      ...(from > 0 ? { 'content-range': `bytes ${from}-${body.length - 1}/${body.length}` } : {}),
    });
    response.end(body.subarray(from));
  };
}

function writeManifest(url: string, more: object = {}): void {
  mkdirSync(join(folder, 'datasets', 'toy'), { recursive: true });
  const sha256 = createHash('sha256').update(content).digest('hex');
  const file = { path: 'toy.bin', urls: [url], sha256, bytes: content.length, compression: 'gzip', ...more };
  const manifest = { schemaVersion: 1, name: 'toy', title: 'Toy', licence: 'none', citation: 'none', files: [file] };
  writeFileSync(join(folder, 'datasets', 'toy', 'dataset.json'), JSON.stringify(manifest));
}

const open = (more: object = {}) =>
  openDataset('toy', { from: folder, cache: join(folder, 'cache'), environment: {}, ...more });
const cached = (): string => join(folder, 'cache', 'datasets', 'toy', 'toy.bin');
const cacheEntries = (): string[] => readdirSync(join(folder, 'cache', 'datasets', 'toy'));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'atlas data '));
  requests = [];
  answer = serve(packed);
  server = createServer((request, response) => {
    requests.push(request.headers.range);
    answer(response, request.headers.range);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  writeManifest(`http://127.0.0.1:${(server.address() as AddressInfo).port}/toy.bin.gz`);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

describe('openDataset', () => {
  it('downloads, verifies, keeps the content, and does not ask again', async () => {
    const seen: [string, number, number | undefined][] = [];
    const onProgress = (...step: [string, number, number | undefined]): void => void seen.push(step);
    expect(Buffer.from(await open({ onProgress }).read('toy.bin')).equals(content)).toBe(true);
    expect(seen.at(-1)).toEqual(['toy/toy.bin', packed.length, packed.length]);
    expect(readFileSync(cached()).equals(content)).toBe(true);
    await open().read('toy.bin');
    expect(requests).toEqual([undefined]);
    expect(cacheEntries()).toEqual(['toy.bin']);
  });

  it('goes on where a broken connection stopped', async () => {
    const half = Math.floor(packed.length / 2);
    let cut = (): void => undefined;
    answer = (response, range) => {
      if (range !== undefined) return serve(packed)(response, range);
      cut = () => response.destroy();
      response.writeHead(200, { 'content-length': String(packed.length) });
      response.write(packed.subarray(0, half));
    };
    const onProgress = (_file: string, received: number): void => (received === half ? cut() : undefined);
    expect(Buffer.from(await open({ onProgress }).read('toy.bin')).equals(content)).toBe(true);
    expect(requests).toEqual([undefined, `bytes=${half}-`]);
  });

  it('takes over the unfinished download of a process that is gone', async () => {
    mkdirSync(join(folder, 'cache', 'datasets', 'toy'), { recursive: true });
    // Process ids end below 2^22 on Linux and below 10^5 on macOS.
    writeFileSync(`${cached()}.99999999.part`, packed.subarray(0, 1000));
    expect(Buffer.from(await open().read('toy.bin')).equals(content)).toBe(true);
    expect(requests).toEqual(['bytes=1000-']);
    expect(cacheEntries()).toEqual(['toy.bin']);
  });

  it('starts anew when the server ignores the range', async () => {
    mkdirSync(join(folder, 'cache', 'datasets', 'toy'), { recursive: true });
    writeFileSync(`${cached()}.99999999.part`, packed.subarray(0, 1000));
    answer = (response) => serve(packed)(response, undefined);
    expect(Buffer.from(await open().read('toy.bin')).equals(content)).toBe(true);
  });

  it('refuses other content, leaves nothing behind, and says what it found', async () => {
    answer = serve(gzipSync(Buffer.from('another edition')));
    const reading = open().read('toy.bin');
    await expect(reading).rejects.toMatchObject({ name: 'DatasetError', kind: 'corrupt' });
    await expect(reading).rejects.toThrow(/expected 300000 bytes with SHA-256 .* found 15 bytes with SHA-256/);
    expect(cacheEntries()).toEqual([]);
  });

  it('fetches a damaged cached copy again', async () => {
    await open().read('toy.bin');
    writeFileSync(cached(), 'damaged');
    expect(Buffer.from(await open().read('toy.bin')).equals(content)).toBe(true);
    expect(readFileSync(cached()).equals(content)).toBe(true);
  });

  it('names every source it tried when none has the file', async () => {
    answer = (response) => void response.writeHead(404).end();
    const reading = open({ mirror: join(folder, 'nowhere') }).read('toy.bin');
    await expect(reading).rejects.toMatchObject({ kind: 'missing' });
    await expect(reading).rejects.toThrow(
      /not in the mirror .*nowhere.*the server answered 404.*ATLAS_DATA_MIRROR=DIR/s,
    );
    expect(requests).toHaveLength(1);
  });

  it('says so when there is no network', async () => {
    writeManifest('http://127.0.0.1:9/toy.bin.gz');
    const failing = (): Promise<Response> =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') }));
    await expect(open({ fetch: failing }).read('toy.bin')).rejects.toThrow(/fetch failed: getaddrinfo ENOTFOUND/);
  });

  it.each([
    ['packed', 'toy.bin.gz', packed],
    ['plain', 'toy.bin', content],
  ])('reads a %s mirror without touching network or cache', async (_name, file, bytes) => {
    mkdirSync(join(folder, 'mirror', 'toy'), { recursive: true });
    writeFileSync(join(folder, 'mirror', 'toy', file), bytes);
    const environment = { ATLAS_DATA_MIRROR: join(folder, 'mirror') };
    expect(Buffer.from(await open({ environment }).read('toy.bin')).equals(content)).toBe(true);
    expect(requests).toEqual([]);
    expect(existsSync(join(folder, 'cache'))).toBe(false);
  });

  it('refuses a damaged mirror instead of passing it over', async () => {
    mkdirSync(join(folder, 'mirror', 'toy'), { recursive: true });
    writeFileSync(join(folder, 'mirror', 'toy', 'toy.bin.gz'), packed.subarray(0, 500));
    await expect(open({ mirror: join(folder, 'mirror') }).read('toy.bin')).rejects.toThrow(
      /mirror\/toy\/toy.bin.gz: cannot be unpacked as gzip/,
    );
  });

  it('stops when told to, and keeps what it has for the next time', async () => {
    const stop = new AbortController();
    answer = (response) => {
      response.writeHead(200, { 'content-length': String(packed.length) });
      response.write(packed.subarray(0, 5000));
    };
    const reading = open({ signal: stop.signal, onProgress: () => stop.abort() }).read('toy.bin');
    await expect(reading).rejects.toThrow(/abort/i);
    expect(cacheEntries()).toEqual([`toy.bin.${process.pid}.part`]);
    answer = serve(packed);
    expect(Buffer.from(await open().read('toy.bin')).equals(content)).toBe(true);
  });

  it('refuses a name that the manifest does not have, and a manifest that is not there', async () => {
    await expect(open().read('other.bin')).rejects.toThrow(/expected one of toy.bin; found the name 'other.bin'/);
    expect(() => openDataset('nothing', { from: folder })).toThrow(/expected datasets\/nothing\/dataset.json/);
    writeFileSync(join(folder, 'datasets', 'toy', 'dataset.json'), '{');
    expect(() => open()).toThrow(/dataset.json: expected a readable JSON file/);
  });
});

describe('cacheFolder', () => {
  it('follows ATLAS_CACHE, then XDG_CACHE_HOME, and falls back to the workspace', () => {
    const blocked = join(folder, 'file');
    writeFileSync(blocked, '');
    chmodSync(blocked, 0o600);
    expect(cacheFolder(folder, { ATLAS_CACHE: join(folder, 'own') })).toBe(join(folder, 'own'));
    expect(cacheFolder(folder, { XDG_CACHE_HOME: folder })).toBe(join(folder, 'attention-atlas'));
    expect(cacheFolder(folder, { ATLAS_CACHE: join(blocked, 'below') })).toBe(join(folder, '.atlas', 'cache'));
  });
});
