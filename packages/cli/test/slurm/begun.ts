import { type ChildProcess, spawn } from 'node:child_process';
import { until } from './processes.js';

/** What `atlas run --json` prints about one run. */
export interface RunOfJson {
  readonly notebook: string;
  readonly status: string;
  readonly exitCode: number;
  readonly failures: readonly { readonly kind: string; readonly message: string }[];
  readonly files: { readonly log?: string; readonly record?: string };
}

/** A command that has begun. */
export class Begun {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;
  #isOver = false;
  #said = '';
  #printed = '';

  constructor(program: string, args: readonly string[], folder: string, environment: NodeJS.ProcessEnv) {
    this.#child = spawn(program, args, { cwd: folder, env: environment });
    this.#child.stdout?.on('data', (text: Buffer) => (this.#printed += text.toString()));
    this.#child.stderr?.on('data', (text: Buffer) => (this.#said += text.toString()));
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        this.#isOver = true;
        resolve(code ?? -1);
      });
    });
  }

  /** What it has told people so far; at a terminal, everything. */
  get said(): string {
    return this.#said + this.#printed;
  }

  /** Waits for a state that must come while the command runs. */
  async until(condition: () => boolean, what: string): Promise<void> {
    try {
      await until(() => condition() || this.#isOver, what);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : String(error)}; it said:\n${this.said}`);
    }
    if (!condition()) throw new Error(`it ended before: ${what}; it said:\n${this.said}`);
  }

  press(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits for the exit code; -1 where it was killed. */
  async code(): Promise<number> {
    return this.#ended;
  }

  /** Waits for the runs that it reports in the end. */
  async runs(): Promise<readonly RunOfJson[]> {
    await this.#ended;
    try {
      return (JSON.parse(this.#printed) as { runs: RunOfJson[] }).runs;
    } catch {
      throw new Error(`it printed no JSON document; it said:\n${this.said}`);
    }
  }
}
