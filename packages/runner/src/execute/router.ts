import { textAt } from '../json.js';
import { deferred, type Deferred } from '../time.js';
import type { Message } from '../wire/message.js';
import type { OutputArea } from './output-area.js';

/** Who wants to know what arrives for one execution of a cell. */
export interface SinkListener {
  /** An output arrived and was taken in. `late` where the cell had already been finished. */
  onOutput(message: Message, late: boolean): void;
}

/** The receiving end of one execution. */
export class Sink {
  readonly idle: Deferred<true> = deferred();
  /** Set when the runner has gone on to the next cell. */
  finished = false;

  constructor(
    readonly area: OutputArea,
    readonly listener: SinkListener,
  ) {}
}

/**
 * Brings each message of the output channel to the execution that caused it. Only the parent id ties a message to a
 * cell, also long after the cell has finished; messages without a parent, or with a foreign one, concern no cell.
 */
export class OutputRouter {
  /** When the last message arrived, on the clock of `performance.now()`. */
  lastHeard = performance.now();
  readonly #sinks = new Map<string, Sink>();
  readonly #idles = new Map<string, Deferred<true>>();
  readonly #onOther: (message: Message) => void;

  /** `onOther` gets what concerns no cell's outputs: comm messages. */
  constructor(onOther: (message: Message) => void = () => undefined) {
    this.#onOther = onOther;
  }

  open(requestId: string, sink: Sink): void {
    this.#sinks.set(requestId, sink);
  }

  /** Resolves when the kernel is idle after a request that is no execution. */
  idleAfter(requestId: string): Promise<true> {
    const idle = deferred<true>();
    this.#idles.set(requestId, idle);
    return idle.promise;
  }

  handle(message: Message): void {
    this.lastHeard = performance.now();
    const isIdle = message.type === 'status' && textAt(message.content, 'execution_state') === 'idle';
    if (message.parentId === undefined) return;
    if (isIdle) {
      this.#idles.get(message.parentId)?.resolve(true);
      this.#idles.delete(message.parentId);
    }
    const sink = this.#sinks.get(message.parentId);
    if (message.type.startsWith('comm_')) this.#onOther(message);
    if (sink === undefined) return;
    if (isIdle) sink.idle.resolve(true);
    else if (sink.area.handle(message)) sink.listener.onOutput(message, sink.finished);
  }
}
