import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FrameReader, type FrameMessage } from '../link/frame.js';
import type { Command } from '../link/messages.js';
import type { StreamName } from '../protocol/stream-batch.js';
import { StartUpLines } from './start-up-lines.js';

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

/** Who starts the kernel, a task runner or a CI system, must not decide whether outputs are full of colour codes. */
function withoutColours(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...environment, FORCE_COLOR: undefined, CLICOLOR_FORCE: undefined, NO_COLOR: '1' };
}

/** The process that compiles and runs the cells: leader of a process group of its own. */
export class ExecutorProcess {
  /** Resolves when the process has ended and everything it wrote has been handed on. */
  readonly ended: Promise<ExecutorExit>;
  private readonly child: ChildProcess;
  private readonly commands: Writable;
  private readonly startUpLines = new StartUpLines();
  private rawReads = 0;
  private rawPending = 0;

  constructor(private readonly listeners: ExecutorListeners) {
    const entry = fileURLToPath(new URL('../executor/main.js', import.meta.url));
    this.child = spawn(process.execPath, [...nodeFlags, ...process.execArgv, entry], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      detached: true,
      env: withoutColours(process.env),
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
    await this.handOn('stderr', this.startUpLines.rest());
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
      const text = decoder.write(chunk as Buffer);
      await this.handOn(name, name === 'stderr' ? this.startUpLines.feed(text) : text);
      this.rawPending -= 1;
    }
    if (name === 'stderr') await this.handOn(name, this.startUpLines.rest());
  }

  private async handOn(name: StreamName, text: string): Promise<void> {
    if (text !== '') await this.listeners.rawText(name, text);
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
