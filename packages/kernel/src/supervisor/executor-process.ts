import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FrameReader, type FrameMessage } from '../link/frame.js';
import type { Command } from '../link/messages.js';
import type { StreamName } from '../protocol/stream-batch.js';

/** How the executor ended. */
export interface ExecutorExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ExecutorListeners {
  /** A frame from the executor. The next one is read when the promise resolves. */
  frame(message: FrameMessage): Promise<void>;
  /** Text that reached the process's real stdout or stderr: from native code or from a child process of a cell. */
  rawText(name: StreamName, text: string): Promise<void>;
}

const nodeFlags = [
  // Node 22 warns of every ES module that a cell imports, because tslab turns imports into require().
  '--disable-warning=ExperimentalWarning',
  // An interrupt may end a timer's callback half-way, which this self-check of Node would take for memory corruption.
  '--no-force-async-hooks-checks',
];

/** The process that compiles and runs the cells: leader of a process group of its own. */
export class ExecutorProcess {
  /** Resolves when the process has ended and everything it wrote has been handed on. */
  readonly ended: Promise<ExecutorExit>;
  private readonly child: ChildProcess;
  private readonly commands: Writable;
  private rawReads = 0;
  private rawPending = 0;

  constructor(private readonly listeners: ExecutorListeners) {
    const entry = fileURLToPath(new URL('../executor/main.js', import.meta.url));
    this.child = spawn(process.execPath, [...nodeFlags, ...process.execArgv, entry], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      detached: true,
      // Who starts the kernel must not decide whether numbers are printed in colour.
      env: { ...process.env, FORCE_COLOR: undefined },
    });
    const [, stdout, stderr, frames, commands] = this.child.stdio;
    this.commands = commands as Writable;
    // The executor may be gone before a command reaches it; its exit is reported on its own.
    this.commands.on('error', () => undefined);
    this.ended = this.whenEnded([
      this.readFrames(frames as Readable),
      this.readRaw('stdout', stdout as Readable),
      this.readRaw('stderr', stderr as Readable),
    ]);
  }

  send(command: Command): void {
    if (this.commands.writable) this.commands.write(`${JSON.stringify(command)}\n`);
  }

  /** Ends the whole group: the child processes of cells too. */
  kill(): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      // Windows has no process groups.
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
    } catch {
      // Nothing is left to end.
    }
  }

  /** Waits until text that was written to the real stdout and stderr before this call has been handed on. */
  async drainRaw(): Promise<void> {
    let before: number;
    do {
      before = this.rawReads;
      await nextTurn();
      await nextTurn();
    } while (before !== this.rawReads || this.rawPending > 0);
  }

  private async readFrames(stream: Readable): Promise<void> {
    const reader = new FrameReader();
    for await (const chunk of stream) {
      for (const message of reader.feed(chunk as Buffer)) await this.listeners.frame(message);
    }
  }

  private async readRaw(name: StreamName, stream: Readable): Promise<void> {
    const decoder = new StringDecoder('utf8');
    for await (const chunk of stream) {
      this.rawReads += 1;
      this.rawPending += 1;
      await this.listeners.rawText(name, decoder.write(chunk as Buffer));
      this.rawPending -= 1;
    }
  }

  private async whenEnded(streams: Promise<void>[]): Promise<ExecutorExit> {
    const exit = await new Promise<ExecutorExit>((resolve) => {
      this.child.once('exit', (code, signal) => resolve({ code, signal }));
      this.child.once('error', () => resolve({ code: null, signal: null }));
    });
    // Background processes of a cell may hold the pipes open: they are not waited for, but ended with the group.
    await Promise.race([Promise.allSettled(streams), delay(500)]);
    this.kill();
    return exit;
  }
}
