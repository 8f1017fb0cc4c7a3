import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isAlive } from '../kernel/alive.js';

/** A file that could not be written: the disk is full, the folder is not writable. */
export class WriteError extends Error {
  override readonly name = 'WriteError';

  constructor(
    readonly file: string,
    readonly code: string,
    detail: string,
  ) {
    super(`${file} cannot be written: ${detail}${wayOut[code] ?? ''}`);
  }
}

const wayOut: Readonly<Record<string, string>> = {
  ENOSPC: '. The disk is full: free some space, or choose another folder with --out DIR',
  EDQUOT: '. The disk quota is used up: free some space, or choose another folder with --out DIR',
  EACCES: '. Choose a folder that you may write to with --out DIR',
  EROFS: '. The file system is read-only: choose another folder with --out DIR',
};

export interface WriteOptions {
  /**
   * Waits until the disk has the content, so that it survives a loss of power. Without it the content survives the end
   * of this process, however sudden; that is enough for what is written again a moment later.
   */
  readonly durable?: boolean;
}

/**
 * Writes a file so that readers see the old content or the new, never a part: into a new file beside it, and then under
 * its name. Folders are made. When it fails the old content is untouched and nothing is left beside it.
 * Throws {@link WriteError}.
 */
export function writeAtomically(file: string, content: string | Uint8Array, options: WriteOptions = {}): void {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    mkdirSync(dirname(file), { recursive: true });
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const descriptor = openSync(temporary, 'wx');
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
      if (options.durable ?? true) fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    removeIfThere(temporary);
    const { code = 'unknown', message } = error as NodeJS.ErrnoException;
    throw new WriteError(file, code, message);
  }
}

/** Removes what a writer that was killed half-way has left beside a file. */
export function removeUnfinished(file: string): void {
  const folder = dirname(file);
  const unfinished = new RegExp(`^\\.${escaped(basename(file))}\\.(\\d+)\\.[0-9a-f]{8}\\.tmp$`);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names) {
    const owner = Number(unfinished.exec(name)?.[1] ?? process.pid);
    if (owner !== process.pid && !isAlive(owner)) rmSync(join(folder, name), { force: true });
  }
}

/** The reason why a file could not be written may also keep it from being removed: the first reason counts. */
function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Nothing was there, or nothing can be done about it.
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
