import { randomUUID } from 'node:crypto';
import type { Kernel, KernelInfo, PendingReply } from '../src/kernel/kernel.js';
import type { Death } from '../src/kernel/death.js';
import type { Message } from '../src/wire/message.js';

/**
 * A kernel without process and sockets, for tests of many runs. It prints the code of a cell back, and fails a cell
 * that contains the word `throw`.
 */
export class InProcessKernel implements Kernel {
  readonly info: KernelInfo = {
    implementation: 'in-process',
    implementationVersion: '1',
    protocolVersion: '5.4',
    language: 'typescript',
    languageInfo: { name: 'typescript' },
  };
  readonly died = new Promise<Death>(() => undefined);
  readonly ignoredMessages = 0;
  #handle: (message: Message) => void = () => undefined;
  #count = 0;

  onOutput(handle: (message: Message) => void): void {
    this.#handle = handle;
  }

  request(_channel: string, type: string, content: object): PendingReply {
    const id = randomUUID();
    const reply = Promise.resolve().then(() => this.#answer(id, type, content as { code?: string }));
    return { id, reply };
  }

  #answer(parentId: string, type: string, { code = '' }: { code?: string }): Message {
    this.#send(parentId, 'status', { execution_state: 'busy' });
    let reply: Record<string, unknown> = { status: 'ok' };
    if (type === 'execute_request') {
      this.#count += 1;
      reply = { status: 'ok', execution_count: this.#count };
      this.#send(parentId, 'stream', { name: 'stdout', text: code });
      if (code.includes('throw')) {
        const error = { ename: 'Error', evalue: 'thrown', traceback: [] };
        this.#send(parentId, 'error', error);
        reply = { ...reply, status: 'error', ...error };
      }
    }
    this.#send(parentId, 'status', { execution_state: 'idle' });
    return message(parentId, 'execute_reply', reply);
  }

  #send(parentId: string, type: string, content: Record<string, unknown>): void {
    this.#handle(message(parentId, type, content));
  }

  notify(): void {
    // Nobody listens.
  }

  interrupt(): void {
    // Every cell ends at once.
  }

  signal(): void {
    // There is no process.
  }

  peakMemory(): undefined {
    return undefined;
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

function message(parentId: string, type: string, content: Record<string, unknown>): Message {
  return { type, id: randomUUID(), parentId, content, metadata: {}, buffers: [], bytes: 100, oversize: false };
}
