import { executeCell, type CellEnd } from '../execute/execute-cell.js';
import type { OutputRouter } from '../execute/router.js';
import type { Death } from '../kernel/death.js';
import type { Kernel } from '../kernel/kernel.js';
import { duration, sleep, within } from '../time.js';
import { cellFailure, deathFailure, stopFailure } from './cell-failure.js';
import { sourceOf, type CellState } from './cell-state.js';
import { notice, type RunContext } from './context.js';
import type { Keeper } from './keeper.js';
import { Postponed } from './postponed.js';
import { watchCell } from './watch.js';

/** The longest time that a timer can measure. */
const longest = 2 ** 31 - 1;
const hour = 3_600_000;

/** What executing a cell takes beside the cell. */
interface Execution {
  readonly run: RunContext;
  readonly kernel: Kernel;
  readonly router: OutputRouter;
  readonly keeper: Keeper;
  /** The report of the last cell's end. */
  readonly report: Postponed;
}

/** Keeps how things stand, and only then reports the end of the last cell. */
function settle({ keeper, report }: Execution): void {
  keeper.changed();
  report.now();
}

/** Executes the cells one after the other and stops at the first that fails. What arrived is kept after each. */
export async function runCells(run: RunContext, kernel: Kernel, router: OutputRouter, keeper: Keeper): Promise<void> {
  const execution: Execution = { run, kernel, router, keeper, report: new Postponed() };
  let death: Death | undefined;
  void kernel.died.then((value) => {
    death = value;
  });
  let previous: CellState | undefined;
  for (const state of run.cells) {
    if (run.failures.length === 0) {
      if (run.stop.reason !== undefined) run.failures.push(stopFailure(run.stop.reason, state));
      else if (death !== undefined) run.failures.push(deathFailure(death, previous ?? state, ' between two cells'));
    }
    if (run.failures.length > 0) break;
    if (state.tags.skip) {
      settle(execution);
      state.status = 'skipped';
      run.emit({ type: 'cell-end', cell: state.info, status: 'skipped', milliseconds: 0 });
      continue;
    }
    await runCell(execution, state);
    previous = state;
  }
  settle(execution);
  if (run.failures.length > 0 || previous === undefined) return;
  // Errors of work that no cell awaited may come a moment later.
  await Promise.race([sleep(run.timings.settle), kernel.died]);
  if (death !== undefined) run.failures.push(deathFailure(death, previous, ' after the last cell'));
  else if (run.stop.reason !== undefined) run.failures.push(stopFailure(run.stop.reason, undefined));
}

async function runCell(execution: Execution, state: CellState): Promise<void> {
  const { run, kernel, report } = execution;
  const { stop } = run;
  const started = performance.now();
  state.startedAt = new Date();
  const limit = Math.min(run.options.cellTimeout ?? run.options.runTimeout ?? hour, longest);
  const message = `the cell did not end within ${duration(limit)}; give it more time, or find what it waits for`;
  const timer = setTimeout(() => stop.stop({ kind: 'cell-timeout', message }), limit);
  let end: CellEnd;
  try {
    end = await attempts(execution, state);
    if (run.timings.settleCell > 0 && end.kind === 'ok') await within(run.timings.settleCell, kernel.died);
  } finally {
    clearTimeout(timer);
  }
  const milliseconds = performance.now() - started;
  state.milliseconds = milliseconds;
  settleStatus(run, state, end);
  const { status } = state;
  report.put(() => run.emit({ type: 'cell-end', cell: state.info, status, milliseconds }));
}

/** Executes a cell, and again after an error as often as its tag allows. */
async function attempts(execution: Execution, state: CellState): Promise<CellEnd> {
  const { run, kernel, router } = execution;
  const { timings, stop } = run;
  const most = 1 + state.tags.retries;
  // Save and report of the cell before wait until this one is on its way: the kernel works meanwhile.
  const begun = new Postponed(() => {
    settle(execution);
    run.emit({ type: 'cell-start', cell: state.info });
  });
  for (;;) {
    state.attempts += 1;
    const watch = watchCell(run, state, kernel.info);
    state.area = watch.area;
    const end = await executeCell({
      kernel,
      router,
      timings,
      stop,
      area: watch.area,
      listener: watch,
      code: sourceOf(state.cell),
      onSent: () => begun.now(),
      onStopStep: (step) => {
        if (stop.reason) run.emit({ type: 'cell-stop', cell: state.info, reason: stop.reason, step });
      },
    });
    if (end.kind !== 'error' || state.attempts >= most || state.tags.raisesException) return end;
    const reason = `${end.error.ename}: ${end.error.evalue}`;
    notice(
      run,
      `cell ${state.info.number} failed in attempt ${state.attempts} of ${most} and was tried again: ${reason}`,
    );
    run.emit({ type: 'cell-retry', cell: state.info, attempt: state.attempts + 1, of: most, reason });
  }
}

function settleStatus(run: RunContext, state: CellState, end: CellEnd): void {
  if (end.kind === 'ok' && state.tags.raisesException) {
    notice(run, `cell ${state.info.number} is tagged "raises-exception" and raised none`);
  }
  const allowed = end.kind === 'ok' || (end.kind === 'error' && state.tags.raisesException);
  // A late error may have failed the cell already.
  const failedBefore = run.failures.some((failure) => failure.cell?.id === state.info.id);
  state.status = allowed && !failedBefore ? 'passed' : 'failed';
  if (!allowed) run.failures.push(cellFailure(state, end));
}
