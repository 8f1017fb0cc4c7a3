import { setTimeout as delay } from 'node:timers/promises';
import type { XPublisher } from 'zeromq';
import type { Header, OutgoingMessage } from './message.js';
import { StreamBatch, type StreamName } from './stream-batch.js';
import type { Wire } from './wire.js';

/** Bytes that may wait to be sent before whoever produces output has to wait. */
const queueLimit = 1024 * 1024;
const subscribe = 1;

/**
 * Publishes on iopub, in order and without loss. Consecutive pieces of one stream are joined for a few milliseconds;
 * when a client does not keep up, the promises of `publish` and `stream` wait, which slows the producer down instead
 * of filling the memory.
 */
export class Publisher {
  private readonly batch: StreamBatch;
  private readonly queue: Buffer[][] = [];
  private queuedBytes = 0;
  private sending = false;
  private sent = Promise.resolve();
  private closed = false;
  private subscribed = false;

  constructor(
    private readonly socket: XPublisher,
    private readonly wire: Wire,
  ) {
    this.batch = new StreamBatch((parent, name, text) => {
      this.enqueue({ type: 'stream', content: { name, text }, ...(parent ? { parent } : {}) });
    });
  }

  /** Adds text to a cell's output stream. */
  stream(parent: Header | undefined, name: StreamName, text: string): Promise<void> {
    this.batch.add(parent, name, text);
    return this.room();
  }

  publish(message: OutgoingMessage): Promise<void> {
    this.batch.flush();
    this.enqueue(message);
    return this.room();
  }

  status(state: 'starting' | 'busy' | 'idle', parent?: Header): Promise<void> {
    return this.publish({ type: 'status', content: { execution_state: state }, ...(parent ? { parent } : {}) });
  }

  /** Resolves when everything published so far has been handed over. */
  async drained(): Promise<void> {
    this.batch.flush();
    while (this.sending) await this.sent;
  }

  /** Answers subscriptions until the socket is closed: a client knows from the welcome that it misses nothing more. */
  async welcomeSubscribers(): Promise<void> {
    for await (const [event] of this.socket) {
      if (event?.[0] !== subscribe) continue;
      const topic = event.subarray(1);
      this.enqueue(
        { type: 'iopub_welcome', content: { subscription: topic.toString('utf8') } },
        topic.length > 0 ? [topic] : [],
      );
      if (!this.subscribed) void this.status('starting');
      this.subscribed = true;
    }
  }

  close(): void {
    this.closed = true;
  }

  private enqueue(message: OutgoingMessage, prefix?: Buffer[]): void {
    if (this.closed) return;
    const topic = Buffer.from(`kernel.${this.wire.session}.${message.type}`);
    const frames = this.wire.encode(prefix ?? [topic], message);
    this.queue.push(frames);
    this.queuedBytes += size(frames);
    if (!this.sending) this.sent = this.sendQueue();
  }

  private async room(): Promise<void> {
    while (this.queuedBytes > queueLimit && this.sending) await this.sent;
  }

  private async sendQueue(): Promise<void> {
    this.sending = true;
    for (let frames = this.queue.shift(); frames; frames = this.queue.shift()) {
      await this.sendPatiently(frames);
      this.queuedBytes -= size(frames);
    }
    // In the same turn as the last look at the queue, or a message could be left behind in it.
    this.sending = false;
  }

  /** zeromq reports a full queue of a publisher as EAGAIN at once; waiting is up to the caller. */
  private async sendPatiently(frames: Buffer[]): Promise<void> {
    for (let pause = 1; !this.closed; pause = Math.min(pause * 2, 20)) {
      try {
        await this.socket.send(frames);
        return;
      } catch (error) {
        if (this.closed) return;
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
        await delay(pause);
      }
    }
  }
}

function size(frames: readonly Buffer[]): number {
  return frames.reduce((total, frame) => total + frame.length, 0);
}
