import { Session } from 'node:inspector';
import type { MessagePort } from 'node:worker_threads';
import type { Command } from '../link/messages.js';
import { slots, type SharedState } from '../link/shared-state.js';

/** What the link thread sends to the main thread. */
export type LinkMessage = { readonly sequence: number; readonly command: Command } | { readonly probe: number };

/** Milliseconds between two probes. */
const probeInterval = 10;
/** Probes that must be answered in a row: the first may be answered just before a termination that comes late. */
const cleanAfter = 3;

/**
 * The main thread as the link thread sees it: takes commands, and can be terminated in the middle of what it does.
 *
 * A termination that arrives when the main thread has just become free stays pending and hits whatever it runs next.
 * So after a termination, commands are held back until the main thread has answered probes.
 */
export class MainThread {
  private sequence = 0;
  private probes = 0;
  private answered = 0;
  private probing: NodeJS.Timeout | undefined;
  private held: Command[] = [];

  constructor(
    private readonly port: MessagePort,
    private readonly state: SharedState,
  ) {}

  /** Whether everything that was sent has been taken up. */
  get isAnswering(): boolean {
    return Atomics.load(this.state, slots.handled) >= this.sequence;
  }

  get isCompiling(): boolean {
    return Atomics.load(this.state, slots.compiling) === 1;
  }

  send(command: Command): void {
    if (this.probing) this.held.push(command);
    else this.sendNow(command);
  }

  /** For commands that are repeated until they have taken effect. */
  sendNow(command: Command): void {
    this.sequence += 1;
    this.port.postMessage({ sequence: this.sequence, command } satisfies LinkMessage);
  }

  /** Ends the JavaScript that runs now, wherever it is. V8 lets no catch and no finally block run. */
  terminate(): void {
    const session = new Session();
    try {
      session.connectToMainThread();
      session.post('Runtime.terminateExecution');
    } catch {
      // The main thread is starting or ending. The next attempt follows soon.
    }
    // The answer may come only after the next callback of the main thread: nothing depends on it.
    setTimeout(() => session.disconnect(), 50);
    // The number of a probe that is never sent: answers to those before the termination do not count.
    this.probes += 1;
    this.answered = 0;
    this.probing ??= setInterval(() => this.probe(), probeInterval);
  }

  private probe(): void {
    if (Atomics.load(this.state, slots.probed) === this.probes) this.answered += 1;
    if (this.answered >= cleanAfter) {
      clearInterval(this.probing);
      this.probing = undefined;
      for (const command of this.held.splice(0)) this.sendNow(command);
      return;
    }
    this.probes += 1;
    this.port.postMessage({ probe: this.probes } satisfies LinkMessage);
  }
}
