import type { Message } from '../wire/message.js';
import type { RequestChannel } from './channels.js';
import type { Death } from './death.js';

/** What a kernel says about itself in its `kernel_info_reply`. */
export interface KernelInfo {
  readonly implementation: string;
  readonly implementationVersion: string;
  readonly protocolVersion: string;
  readonly language: string;
  /** `language_info` as the kernel sent it; it goes into the executed notebook. */
  readonly languageInfo: Readonly<Record<string, unknown>>;
}

/** A request under way. */
export interface PendingReply {
  readonly id: string;
  readonly reply: Promise<Message>;
}

/** A running kernel, ready to execute. */
export interface Kernel {
  readonly info: KernelInfo;
  /** Resolves when the process is gone and what it sent last has arrived. */
  readonly died: Promise<Death>;
  /** Messages that were not of this session: wrong signature, broken frames. */
  readonly ignoredMessages: number;
  /** Every message of the output channel goes to this function, in the order of arrival. */
  onOutput(handle: (message: Message) => void): void;
  /** The reply of a kernel that dies never comes: wait for {@link died} as well. */
  request(channel: RequestChannel, type: string, content: object): PendingReply;
  /** Sends a request whose reply nobody waits for. */
  notify(channel: RequestChannel, type: string, content: object): void;
  /** Asks the kernel to stop what it executes, in the way its kernelspec wants to be asked. */
  interrupt(): void;
  /** Signals the whole process group. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** The most memory held at once, in bytes, where the system says. */
  peakMemory(): number | undefined;
  /** Ends the kernel: politely first, by force when the time is over. Leaves no process and no file. Never throws. */
  shutdown(): Promise<void>;
}

/** A kernel that could not be brought to answer. */
export class KernelStartError extends Error {
  override readonly name = 'KernelStartError';
}
