import { spawn, type ChildProcess } from 'node:child_process';
import type { KernelCommand } from '../kernelspec/command.js';
import { explainDeath, memoryKillCount, type Death } from './death.js';
import { peakMemoryOf, processTree } from './process-tree.js';

const keptText = 8_192;

/**
 * A kernel's operating-system process, the leader of a process group of its own, so that a signal reaches what it has
 * started as well and Ctrl-C in the runner's terminal does not.
 */
export class KernelProcess {
  readonly died: Promise<Death>;
  readonly #child: ChildProcess;
  readonly #memoryKillsBefore = memoryKillCount();
  #lastText = '';
  #dead = false;

  constructor(command: KernelCommand, folder: string, onText: (text: string) => void) {
    this.#child = spawn(command.program, command.args, {
      cwd: folder,
      env: command.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => {
      const text = chunk.toString('utf8');
      this.#lastText = (this.#lastText + text).slice(-keptText);
      onText(text);
    };
    this.#child.stdout?.on('data', keep);
    this.#child.stderr?.on('data', keep);
    this.died = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(this.#unstartable(command.program, error)));
      this.#child.once('exit', (code, signal) => {
        this.#dead = true;
        // What the process wrote last may still be in the pipes.
        setTimeout(() => {
          const memoryKills = memoryKillCount() - this.#memoryKillsBefore;
          resolve(explainDeath({ code, signal }, this.#lastText, memoryKills));
        }, 20);
      });
    });
  }

  /** Undefined when the program could not be started at all. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  get lastText(): string {
    return this.#lastText;
  }

  /** Sends a signal to the whole group. A group that is gone is no error. */
  signal(signal: NodeJS.Signals): void {
    if (this.pid !== undefined) send(process.platform === 'win32' ? this.pid : -this.pid, signal);
  }

  /** Kills the group, and what its members have started in groups of their own. */
  kill(): void {
    const others = this.pid === undefined || this.#dead ? [] : processTree(this.pid).slice(1);
    this.signal('SIGKILL');
    for (const pid of others) send(pid, 'SIGKILL');
  }

  /** Whether the process has ended. */
  get dead(): boolean {
    return this.#dead;
  }

  /** The most memory that the process and its children have held at once, in bytes, where the system says. */
  peakMemory(): number | undefined {
    const processes = this.pid === undefined ? [] : processTree(this.pid);
    const peaks = processes.flatMap((pid) => peakMemoryOf(pid) ?? []);
    return peaks.length === 0 ? undefined : peaks.reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Ends whatever is left of the group and lets go of its pipes. */
  dispose(): void {
    this.kill();
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    this.#child.unref();
  }

  #unstartable(program: string, error: Error): Death {
    this.#dead = true;
    const message = `the kernel's program ${program} cannot be started: ${error.message}`;
    return { code: null, signal: null, outOfMemory: false, lastLines: '', message };
  }
}

function send(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
