import type { Header } from './message.js';

export type StreamName = 'stdout' | 'stderr';

/** Text is sent when this many characters have gathered, */
const fullAt = 64 * 1024;
/** or after this many milliseconds: unseen by a reader, and enough to join the lines of a loop. */
const patience = 15;

/** Joins consecutive pieces of the same stream of the same cell, and hands them on in their order. */
export class StreamBatch {
  private parent: Header | undefined;
  private name: StreamName = 'stdout';
  private pieces: string[] = [];
  private length = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: (parent: Header | undefined, name: StreamName, text: string) => void) {}

  add(parent: Header | undefined, name: StreamName, text: string): void {
    if (text === '') return;
    if (this.length > 0 && (parent !== this.parent || name !== this.name)) this.flush();
    this.parent = parent;
    this.name = name;
    this.pieces.push(text);
    this.length += text.length;
    if (this.length >= fullAt) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), patience);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.length === 0) return;
    const text = this.pieces.join('');
    this.pieces = [];
    this.length = 0;
    this.send(this.parent, this.name, text);
  }
}
