import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { StreamName } from '../protocol/stream-batch.js';

type Done = (error?: Error | null) => void;
type WriteText = (name: StreamName, text: string) => void;

/** Sends what the program writes to process.stdout and process.stderr, console.log included, to `write`. */
export function captureStreams(write: WriteText): void {
  const written = new WrittenCallbacks();
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8');
    const capture = (chunk: string | Uint8Array, encodingOrDone?: BufferEncoding | Done, done?: Done): boolean => {
      const encoding = typeof encodingOrDone === 'string' ? encodingOrDone : 'utf8';
      const isText = typeof chunk === 'string' && /^utf-?8$/.test(encoding);
      write(name, isText ? chunk : decoder.write(Buffer.from(chunk as string, encoding)));
      const callback = typeof encodingOrDone === 'function' ? encodingOrDone : done;
      if (callback) written.add(callback);
      return true;
    };
    process[name].write = capture as typeof process.stdout.write;
  }
}

/**
 * Calls back, in the next tick, that a text is written. Counted instead of queued: console.log passes the same function
 * with every line, and a loop of a million lines would otherwise keep a million ticks in memory.
 */
class WrittenCallbacks {
  private readonly counts = new Map<Done, number>();

  add(callback: Done): void {
    if (this.counts.size === 0) process.nextTick(() => this.callAll());
    this.counts.set(callback, (this.counts.get(callback) ?? 0) + 1);
  }

  private callAll(): void {
    const counts = [...this.counts];
    this.counts.clear();
    for (const [callback, count] of counts) for (let call = 0; call < count; call++) callback(null);
  }
}

/** A program that reads from the keyboard gets an error that says so, instead of silence. */
export function refuseInput(): void {
  const input = new Readable({
    read(): void {
      this.destroy(new Error('This kernel has no standard input: give the value in the code of the cell instead.'));
    },
  });
  Object.defineProperty(process, 'stdin', { configurable: true, enumerable: true, get: () => input });
}
