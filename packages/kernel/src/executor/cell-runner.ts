import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Executor } from 'tslab/dist/executor.js';
import type { CellOutcome, Command, ErrorReport, ExpressionResult } from '../link/messages.js';
import { slots, type SharedState } from '../link/shared-state.js';
import { CellNames } from './cell-names.js';
import { InterruptedWhileCompiling, type Compiler } from './compiler.js';
import { describeDiagnostics, describeThrown, interruptedReport } from './error-report.js';
import { writeEvent } from './frame-writer.js';
import { errorOwner, runAs, setRunningCell } from './owner.js';
import { richValue } from './rich-value.js';
import type { Tslab } from './tslab.js';

type ExecuteCommand = Extract<Command, { type: 'execute' }>;
type Evaluation = { readonly value: unknown; readonly hasValue: boolean } | { readonly error: ErrorReport };

/** Runs one cell at a time and reports how it ended, exactly once, however it ended. */
export class CellRunner {
  readonly executor: Executor;
  private readonly names: CellNames;
  private active: number | undefined;
  private printed: { value: unknown } | undefined;
  private thrown: { value: unknown } | undefined;
  private expressionCount = 0;

  constructor(
    tslab: Tslab,
    private readonly compiler: Compiler,
    private readonly state: SharedState,
  ) {
    // tslab logs the value of a cell's last expression, and what the cell throws.
    this.executor = tslab.createExecutor(process.cwd(), compiler.converters, {
      log: (value: unknown) => (this.printed = { value }),
      error: (value: unknown) => (this.thrown ??= { value }),
    });
    this.names = new CellNames((name, value) => {
      if (name !== compiler.resultName) return false;
      this.executor.locals[name] = value;
      return true;
    });
    tslab.share(this.names);
  }

  start(command: ExecuteCommand): void {
    if (this.isFinished(command.cell)) return;
    this.active = command.cell;
    setRunningCell(command.cell);
    this.run(command).catch((error: unknown) => this.fail(command.cell, describeThrown(error)));
  }

  /** Ends the cell as interrupted, begun or not. Called again and again until it is reported as finished. */
  interrupt(cell: number): void {
    if (this.isFinished(cell)) return;
    this.active = cell;
    this.abandon(cell, interruptedReport);
  }

  /** An error that nothing caught: ends the cell that caused it, or is added to its output when that has ended. */
  reportUncaught(error: unknown, promise?: object): void {
    const owner = errorOwner(error, promise);
    const report = describeThrown(error);
    if (this.active === owner) this.abandon(owner, report);
    else writeEvent(owner, { type: 'lateError', error: report });
  }

  private async run(command: ExecuteCommand): Promise<void> {
    const { cell, code, label } = command;
    const evaluation = await this.evaluate(cell, label, code);
    // A promise that was rejected without a handler is reported within this turn: it belongs to this cell's outcome.
    await nextTurn();
    if (this.active !== cell) return;
    if ('error' in evaluation) return this.fail(cell, evaluation.error);
    if (evaluation.hasValue) writeEvent(cell, { type: 'result', content: await richValue(evaluation.value) });
    const expressions: Record<string, ExpressionResult> = {};
    for (const [name, expression] of Object.entries(command.expressions)) {
      expressions[name] = await this.evaluateExpression(cell, expression);
    }
    this.finish(cell, { status: 'ok', expressions });
  }

  private async evaluate(cell: number, label: string, code: string): Promise<Evaluation> {
    this.printed = undefined;
    this.thrown = undefined;
    this.compiler.begin({ cell, label, code });
    let succeeded: boolean;
    try {
      succeeded = await runAs(cell, () => this.executor.execute(code));
    } catch (error) {
      return { error: error instanceof InterruptedWhileCompiling ? interruptedReport : describeThrown(error) };
    }
    if (this.compiler.diagnostics.length > 0) return { error: describeDiagnostics(this.compiler.diagnostics, label) };
    if (!succeeded) {
      this.compiler.keepDeclarations((name) => this.names.has(name));
      return { error: this.isInterrupted(cell) ? interruptedReport : describeThrown(this.readThrown()) };
    }
    return this.readPrinted();
  }

  private async evaluateExpression(cell: number, expression: string): Promise<ExpressionResult> {
    const label = `expression-${(this.expressionCount += 1)}.ts`;
    const evaluation = await this.evaluate(cell, label, expression);
    if ('error' in evaluation) return { status: 'error', ...evaluation.error };
    return { status: 'ok', ...(await richValue(evaluation.value)) };
  }

  /** Whatever a cell throws after it was asked to end, it ends because of that: a child process was ended with it. */
  private isInterrupted(cell: number): boolean {
    return Atomics.load(this.state, slots.interrupt) === cell;
  }

  private isFinished(cell: number): boolean {
    return Atomics.load(this.state, slots.finished) >= cell;
  }

  // Read through methods: the compiler cannot see that tslab's callbacks assign these fields.
  private readThrown(): unknown {
    return this.thrown?.value;
  }

  private readPrinted(): Evaluation {
    return { hasValue: this.printed !== undefined, value: this.printed?.value };
  }

  /** Ends the cell while tslab still waits for it. */
  private abandon(cell: number, error: ErrorReport): void {
    this.executor.interrupt();
    this.fail(cell, error);
  }

  private fail(cell: number, error: ErrorReport): void {
    this.finish(cell, { status: 'error', error });
  }

  private finish(cell: number, outcome: CellOutcome): void {
    if (this.active !== cell) return;
    // In this order: when an interrupt strikes in between, the report is repeated instead of lost.
    writeEvent(cell, { type: 'done', outcome });
    Atomics.store(this.state, slots.finished, cell);
    this.active = undefined;
  }
}
