import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Called while bytes arrive. `total` is missing where the server does not say it. */
export type DownloadProgress = (received: number, total: number | undefined) => void;

export interface DownloadOptions {
  readonly onProgress?: DownloadProgress;
  readonly signal?: AbortSignal;
  /** Default: the global fetch. */
  readonly fetch?: typeof fetch;
}

/**
 * Downloads `url` into the file `part`, going on where an earlier attempt stopped. A broken connection is tried again
 * as long as each attempt brings at least one byte, and three times when it brings none.
 */
export async function download(url: string, part: string, options: DownloadOptions = {}): Promise<void> {
  for (let failures = 0; ;) {
    const before = sizeOf(part);
    try {
      await attempt(url, part, options);
      return;
    } catch (error) {
      if (options.signal?.aborted || error instanceof RefusedError) throw error;
      failures = sizeOf(part) > before ? 0 : failures + 1;
      if (failures >= 3) throw error;
    }
  }
}

/** The server answered, and the answer is no: another attempt would be answered alike. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

async function attempt(url: string, part: string, { onProgress, signal, fetch = globalThis.fetch }: DownloadOptions) {
  const have = sizeOf(part);
  const response = await fetch(url, {
    headers: have > 0 ? { Range: `bytes=${have}-` } : {},
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.status === 416) {
    // The part is as long as the file or longer. Whether it is the file, the caller's checksum tells.
    await response.body?.cancel();
    return;
  }
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new RefusedError(`the server answered ${response.status} ${response.statusText}`.trimEnd());
  }
  const resumed = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${have}-`);
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  let received = resumed ? have : 0;
  const total = Number.isFinite(length) ? received + length : undefined;
  const target = await open(part, resumed ? 'a' : 'w');
  try {
    // Chunk by chunk, so that whatever arrived is on the disk when the connection breaks.
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      await target.writeFile(chunk);
      received += chunk.length;
      onProgress?.(received, total);
    }
  } finally {
    await target.close();
  }
  if (total !== undefined && received < total) throw new Error(`the connection ended at ${received} of ${total} bytes`);
}

/**
 * The name of this process's unfinished download of `file`. One that a dead process left behind is taken over, so that
 * its bytes are not fetched again; one of a living process is left alone.
 */
export function claimPart(file: string): string {
  const own = `${file}.${process.pid}.part`;
  const pattern = new RegExp(`^${escape(basename(file))}\\.(\\d+)\\.part$`);
  for (const entry of readdirSync(dirname(file))) {
    const owner = pattern.exec(entry)?.[1];
    if (owner === undefined || existsSync(own) || isAlive(Number(owner))) continue;
    try {
      renameSync(join(dirname(file), entry), own);
    } catch {
      // Another process took it first.
    }
  }
  return own;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Removes an unfinished download. */
export function dropPart(part: string): void {
  rmSync(part, { force: true });
}
