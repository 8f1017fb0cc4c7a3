import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const largest = 16 * 1024 * 1024;

/**
 * What a kernel process writes to its own standard output and error, in a file: messages of libraries and of programs
 * that cells start. A log that cannot be written never stops a run; it ends at 16 MiB.
 */
export class LogFile {
  #descriptor: number | undefined;
  #bytes = 0;

  constructor(file: string) {
    try {
      mkdirSync(dirname(file), { recursive: true });
      this.#descriptor = openSync(file, 'w');
    } catch {
      this.#descriptor = undefined;
    }
  }

  write(text: string): void {
    if (this.#descriptor === undefined) return;
    this.#bytes += Buffer.byteLength(text);
    try {
      writeSync(this.#descriptor, this.#bytes > largest ? '\n[the log ends here: it has reached 16 MiB]\n' : text);
    } catch {
      this.close();
    }
    if (this.#bytes > largest) this.close();
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
