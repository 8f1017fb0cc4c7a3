import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Answer, Request } from './protocol.js';

/** How a measuring process is started. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** The last lines that a process wrote to its standard error, for the message when it ends unasked. */
const REMEMBERED_LINES = 12;

/** A measuring process: asked one thing at a time. */
export class Contender {
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #answers: AsyncIterator<string>;
  readonly #complaints: string[] = [];
  versions: Readonly<Record<string, string>> = {};

  private constructor(
    readonly name: string,
    program: Program,
  ) {
    this.#process = spawn(program.command, program.args, {
      env: { ...process.env, ...program.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // Without a listener a failed start would end this process.
    this.#process.on('error', (error) => this.#complaints.push(error.message));
    this.#process.stdin.on('error', (error) => this.#complaints.push(error.message));
    createInterface({ input: this.#process.stderr }).on('line', (line) => {
      this.#complaints.push(line);
      if (this.#complaints.length > REMEMBERED_LINES) this.#complaints.shift();
    });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** @throws Error when the process does not start */
  static async start(name: string, program: Program): Promise<Contender> {
    const contender = new Contender(name, program);
    const answer = await contender.#next();
    if (answer.kind !== 'ready') throw new Error(`${name}: expected it to be ready, found '${answer.kind}'.`);
    contender.versions = answer.versions;
    return contender;
  }

  /** @throws Error when the process could not do it, with its reason */
  async ask<Kind extends Answer['kind']>(request: Request, expected: Kind): Promise<Extract<Answer, { kind: Kind }>> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const answer = await this.#next();
    if (answer.kind === 'failed') throw new Error(`${this.name}: ${answer.message}`);
    if (answer.kind !== expected) throw new Error(`${this.name}: expected '${expected}', found '${answer.kind}'.`);
    return answer as Extract<Answer, { kind: Kind }>;
  }

  /** Ends the process. */
  stop(): void {
    this.#process.stdin.end();
    this.#process.kill();
  }

  async #next(): Promise<Answer> {
    const { value, done } = (await this.#answers.next()) as IteratorResult<string, undefined>;
    if (done === true) throw new Error(`${this.name}: the process ended.\n${this.#complaints.join('\n')}`);
    return JSON.parse(value) as Answer;
  }
}
