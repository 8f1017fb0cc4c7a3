import { rmSync } from 'node:fs';
import { kernelCommand } from '../kernelspec/command.js';
import type { FoundKernelSpec } from '../kernelspec/kernel-spec.js';
import { objectAt, textAt } from '../json.js';
import { deferred, sleep, within, type Deferred } from '../time.js';
import type { Message } from '../wire/message.js';
import { Channels, type RequestChannel } from './channels.js';
import type { ConnectionInfo } from './connection.js';
import type { Death } from './death.js';
import { guardKernel } from './guard.js';
import type { Kernel, KernelInfo, PendingReply } from './kernel.js';
import { KernelProcess } from './process.js';
import type { KernelTimings } from './timings.js';

export interface SessionOptions {
  readonly found: FoundKernelSpec;
  readonly connection: ConnectionInfo;
  readonly connectionFile: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timings: KernelTimings;
  readonly onText: (text: string) => void;
}

/** One process and its sockets: a kernel that may not answer yet. */
export class Session implements Kernel {
  readonly died: Promise<Death>;
  info: KernelInfo = {
    implementation: '',
    implementationVersion: '',
    protocolVersion: '',
    language: '',
    languageInfo: {},
  };
  ignoredMessages = 0;
  readonly process: KernelProcess;
  readonly #options: SessionOptions;
  readonly #channels: Channels;
  readonly #replies = new Map<string, Deferred<Message>>();
  readonly #dismissGuard: () => void;
  #handleOutput: (message: Message) => void = () => undefined;
  #heard: Deferred<true> = deferred();

  constructor(options: SessionOptions) {
    this.#options = options;
    const { found, connection, connectionFile, folder, env, timings } = options;
    this.process = new KernelProcess(kernelCommand(found, connectionFile, env), folder, options.onText);
    this.#dismissGuard =
      this.process.pid === undefined ? () => undefined : guardKernel(this.process.pid, connectionFile);
    this.#channels = new Channels(connection, {
      onReply: (_channel, message) => this.#settleReply(message),
      onOutput: (message) => {
        this.#heard.resolve(true);
        this.#handleOutput(message);
      },
      onInputRequest: () => void this.#channels.send('stdin', 'input_reply', { status: 'ok', value: '' }),
      onIgnored: () => void (this.ignoredMessages += 1),
    });
    this.died = this.process.died.then(async (death) => {
      if (this.process.pid !== undefined) await sleep(timings.drain);
      return death;
    });
  }

  /**
   * Waits until the kernel answers on shell and is heard on the output channel. Subscriptions connect late, so a
   * kernel without `iopub_welcome` is asked again until something of an answer arrives there.
   */
  async handshake(): Promise<void> {
    for (;;) {
      const { reply } = this.request('shell', 'kernel_info_request', {});
      this.info = readKernelInfo((await reply).content);
      const heard = await within(
        100,
        this.#heard.promise.then(() => true),
      );
      if (heard) return;
    }
  }

  onOutput(handle: (message: Message) => void): void {
    this.#handleOutput = handle;
  }

  request(channel: RequestChannel, type: string, content: object): PendingReply {
    const id = this.#channels.send(channel, type, content);
    const answer = deferred<Message>();
    this.#replies.set(id, answer);
    return { id, reply: answer.promise };
  }

  notify(channel: RequestChannel, type: string, content: object): void {
    this.#channels.send(channel, type, content);
  }

  interrupt(): void {
    if (this.#options.found.spec.interrupt_mode === 'message') this.notify('control', 'interrupt_request', {});
    else this.process.signal('SIGINT');
  }

  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    if (signal === 'SIGKILL') this.process.kill();
    else this.process.signal(signal);
  }

  peakMemory(): number | undefined {
    return this.process.peakMemory();
  }

  async shutdown(): Promise<void> {
    const half = this.#options.timings.shutdown / 2;
    if (!this.process.dead) {
      this.notify('control', 'shutdown_request', { restart: false });
      const ended = await within(half, this.process.died);
      if (ended === undefined) {
        this.process.signal('SIGTERM');
        await within(half, this.process.died);
      }
    }
    await this.abandon();
  }

  /** Ends process group, guard, sockets and connection file at once. */
  async abandon(): Promise<void> {
    this.process.dispose();
    await within(this.#options.timings.shutdown, this.process.died);
    this.#dismissGuard();
    this.#channels.close();
    rmSync(this.#options.connectionFile, { force: true });
  }

  #settleReply(message: Message): void {
    if (message.parentId === undefined) return;
    this.#replies.get(message.parentId)?.resolve(message);
    this.#replies.delete(message.parentId);
  }
}

function readKernelInfo(content: Readonly<Record<string, unknown>>): KernelInfo {
  const languageInfo = objectAt(content, 'language_info');
  return {
    implementation: textAt(content, 'implementation') ?? '',
    implementationVersion: textAt(content, 'implementation_version') ?? '',
    protocolVersion: textAt(content, 'protocol_version') ?? '',
    language: textAt(languageInfo, 'name') ?? '',
    languageInfo,
  };
}
