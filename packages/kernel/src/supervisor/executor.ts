import { frameKinds, type FrameMessage } from '../link/frame.js';
import type { CellOutcome, Command, ErrorReport, ExecutorEvent } from '../link/messages.js';
import type { Header, JsonObject } from '../protocol/message.js';
import type { Publisher } from '../protocol/publisher.js';
import type { StreamName } from '../protocol/stream-batch.js';
import { describeDeath } from './death.js';
import { ExecutorProcess, type ExecutorExit } from './executor-process.js';

export interface Execution {
  readonly header: Header;
  readonly code: string;
  readonly label: string;
  readonly executionCount: number;
  /** A silent execution publishes nothing. */
  readonly silent: boolean;
  readonly expressions: Readonly<Record<string, string>>;
  /** Called with the text of the cell's value. */
  onResult(text: string): void;
}

type Question = Extract<Command, { id: number }>;
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

/** The supervisor's view of the executor: runs cells, asks the compiler, and publishes what the cells put out. */
export class Executor {
  /** Resolves when the process is gone. */
  readonly ended: Promise<ExecutorExit>;
  private readonly process: ExecutorProcess;
  private readonly executions = new Map<number, Execution>();
  private readonly questions = new Map<number, (content: JsonObject) => void>();
  private running: { cell: number; settle(outcome: CellOutcome): void } | undefined;
  private latest = 0;
  private questionCount = 0;
  private ready = false;
  private stopping = false;
  private requestedCode: number | undefined;

  constructor(
    private readonly publisher: Publisher,
    private readonly log: (text: string) => void,
  ) {
    this.process = new ExecutorProcess({
      frame: (message) => this.receive(message),
      rawText: (name, text) => this.rawText(name, text),
    });
    this.ended = this.process.ended.then(async (exit) => {
      await this.reportDeath(exit);
      return exit;
    });
  }

  execute(execution: Execution): Promise<CellOutcome> {
    const cell = this.latest + 1;
    this.latest = cell;
    this.executions.set(cell, execution);
    const { code, label, expressions } = execution;
    return new Promise((settle) => {
      this.running = { cell, settle };
      this.process.send({ type: 'execute', cell, code, label, expressions });
    });
  }

  /** Asks the compiler. The answer is what the executor found, or an error when it is gone. */
  ask(question: Unnumbered<Question>): Promise<JsonObject> {
    const id = (this.questionCount += 1);
    return new Promise((resolve) => {
      this.questions.set(id, resolve);
      this.process.send({ ...question, id } as Question);
    });
  }

  /** Interrupts the running cell, if one is running. */
  interrupt(): void {
    if (this.running) this.process.send({ type: 'interrupt', cell: this.running.cell });
  }

  /** Ends the process: with its exit handlers when it is idle, at once when it is busy. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.running || !this.ready) this.process.kill();
    else this.process.send({ type: 'shutdown' });
    const timer = setTimeout(() => this.process.kill(), 300);
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends the process and everything its cells have started, without waiting. */
  kill(): void {
    this.stopping = true;
    this.process.kill();
  }

  private async receive(message: FrameMessage): Promise<void> {
    if (message.kind === frameKinds.event) {
      await this.handle(message.cell, JSON.parse(message.payload.toString('utf8')) as ExecutorEvent);
    } else {
      const name = message.kind === frameKinds.stdout ? 'stdout' : 'stderr';
      await this.stream(message.cell, name, message.payload.toString('utf8'));
    }
  }

  private async handle(cell: number, event: ExecutorEvent): Promise<void> {
    switch (event.type) {
      case 'ready':
        this.ready = true;
        return;
      case 'display':
        return this.publish(cell, event.update ? 'update_display_data' : 'display_data', { ...event.content });
      case 'clear':
        return this.publish(cell, 'clear_output', { wait: event.wait });
      case 'result':
        return this.publishResult(cell, event.content);
      case 'lateError':
        return this.publishError(cell, event.error);
      case 'done':
        return this.settle(cell, event.outcome);
      case 'answer':
        this.questions.get(event.id)?.(event.content);
        this.questions.delete(event.id);
        return;
      case 'exiting':
        this.requestedCode = event.code;
    }
  }

  private async settle(cell: number, outcome: CellOutcome): Promise<void> {
    if (this.running?.cell !== cell) return;
    await this.process.drainRaw();
    const { settle } = this.running;
    this.running = undefined;
    settle(outcome);
  }

  private async reportDeath(exit: ExecutorExit): Promise<void> {
    const error = describeDeath(exit, this.requestedCode);
    for (const resolve of this.questions.values()) resolve({ status: 'error', ...error });
    const running = this.running;
    this.running = undefined;
    if (running) running.settle({ status: 'error', error });
    else if (!this.stopping) await this.publishError(this.latest, error);
  }

  private async rawText(name: StreamName, text: string): Promise<void> {
    // Before the first cell nobody may be listening: what keeps the executor from starting has to be seen somewhere.
    if (this.latest === 0) this.log(text.trimEnd());
    else await this.stream(this.latest, name, text);
  }

  private stream(cell: number, name: StreamName, text: string): Promise<void> {
    const execution = this.executions.get(cell);
    return execution?.silent === true ? Promise.resolve() : this.publisher.stream(execution?.header, name, text);
  }

  private async publishResult(cell: number, content: { data: JsonObject; metadata: JsonObject }): Promise<void> {
    const execution = this.executions.get(cell);
    if (!execution) return;
    execution.onResult(String(content.data['text/plain'] ?? ''));
    await this.publish(cell, 'execute_result', { execution_count: execution.executionCount, ...content });
  }

  private publishError(cell: number, { position, ...content }: ErrorReport): Promise<void> {
    return this.publish(cell, 'error', content, position ? { position } : {});
  }

  private async publish(cell: number, type: string, content: JsonObject, metadata: JsonObject = {}): Promise<void> {
    const execution = this.executions.get(cell);
    if (execution?.silent === true) return;
    await this.publisher.publish({ type, content, metadata, ...(execution ? { parent: execution.header } : {}) });
  }
}
