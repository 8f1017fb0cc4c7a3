import { ArtifactStage } from '../collect/artifacts.js';
import { Checkpoints } from '../collect/checkpoints.js';
import { Displays } from '../execute/displays.js';
import { defaultLimits, OutputBudget } from '../execute/limits.js';
import { OutputRouter } from '../execute/router.js';
import { StopRequest } from '../execute/stop.js';
import { Widgets } from '../execute/widgets.js';
import { removeUnfinished, WriteError } from '../files/atomic.js';
import { LogFile } from '../files/log-file.js';
import { KernelStartError, type Kernel } from '../kernel/kernel.js';
import { startKernel } from '../kernel/start.js';
import { defaultTimings } from '../kernel/timings.js';
import type { RunEventDetail } from '../progress/events.js';
import { stopFailure } from './cell-failure.js';
import { cellStates } from './cell-state.js';
import { outcomeOf, unpreparedOutcome } from './conclude.js';
import { notice, type RunContext } from './context.js';
import { expectedTimes } from './expected.js';
import { finishRun, type Produced } from './finish.js';
import { Keeper } from './keeper.js';
import type { RunOptions } from './options.js';
import type { RunOutcome } from './outcome.js';
import { PreparationError, prepareRun, type PreparedRun } from './prepare.js';
import { runRecord } from './record.js';
import { offerCheckpoints, takenBy, type Offer } from './resume.js';
import { runCells } from './run-cells.js';
import { watchLimits, watchMemory, type MemoryWatch } from './watch-limits.js';

/**
 * Runs one notebook from its first cell to its last on a fresh kernel, and writes what it produced under
 * {@link RunOptions.out}. Whatever happens to kernel, cells or disk is in the outcome, with the cell and the way out;
 * what was saved stays, and no kernel is left behind. Throws only for a fault of this program itself.
 */
export async function runNotebook(options: RunOptions): Promise<RunOutcome> {
  let prepared: PreparedRun;
  try {
    prepared = prepareRun(options);
  } catch (error) {
    if (!(error instanceof PreparationError)) throw error;
    const outcome = unpreparedOutcome(options, error.failure);
    options.onEvent?.({ type: 'run-end', notebook: outcome.notebook, at: Date.now(), outcome });
    return outcome;
  }
  const run = newRun(options, prepared);
  const outcome = await conduct(run);
  run.emit({ type: 'run-end', outcome });
  return outcome;
}

function newRun(options: RunOptions, prepared: PreparedRun): RunContext {
  const { layout } = prepared;
  const expected = expectedTimes(layout);
  const checkpoints = new Checkpoints(layout.checkpoints);
  const run: RunContext = {
    options,
    prepared,
    checkpoints,
    timings: { ...defaultTimings, ...options.timings },
    startedAt: new Date(),
    cells: cellStates(prepared.notebook, expected, [prepared.found.name, options.inputsDigest ?? '']),
    stop: new StopRequest(),
    budget: new OutputBudget({ ...defaultLimits, ...options.limits }),
    displays: new Displays(),
    stage: new ArtifactStage(checkpoints.folder),
    failures: [],
    notices: [],
    emit: (detail: RunEventDetail) => options.onEvent?.({ notebook: layout.name, at: Date.now(), ...detail }),
  };
  const times = run.cells.map(({ info }) => info.expectedMilliseconds ?? 0);
  const expectedMilliseconds = times.reduce((sum, time) => sum + time, 0);
  run.emit({
    type: 'run-start',
    profile: prepared.profile,
    cells: run.cells.length,
    ...(expectedMilliseconds > 0 ? { expectedMilliseconds } : {}),
  });
  for (const message of prepared.notices) notice(run, message);
  return run;
}

async function conduct(run: RunContext): Promise<RunOutcome> {
  const { options, prepared, stop } = run;
  const { layout } = prepared;
  for (const file of [layout.executed, layout.record, layout.results, layout.measurements]) removeUnfinished(file);
  const keeper = new Keeper(run);
  const log = new LogFile(layout.log);
  const endWatch = watchLimits(options, stop);
  const offer = offerCheckpoints(run);
  let kernel: Kernel | undefined;
  let memory: MemoryWatch | undefined;
  try {
    kernel = await start(run, log, offer);
    if (kernel !== undefined) {
      const running = kernel;
      memory = watchMemory(running, options, stop);
      const widgets = new Widgets((id) => running.notify('shell', 'comm_close', { comm_id: id, data: {} }));
      const router = new OutputRouter((message) => widgets.handle(message));
      running.onOutput((message) => router.handle(message));
      keeper.begin(running, widgets);
      await runCells(run, running, router, keeper);
    }
  } finally {
    memory?.peak();
    memory?.dispose();
    endWatch();
    await kernel?.shutdown();
    log.close();
    keeper.end();
  }
  const peakMemoryBytes = memory?.peak();
  if (kernel !== undefined && kernel.ignoredMessages > 0) {
    notice(run, `${kernel.ignoredMessages} messages were not of this session or not readable, and were ignored`);
  }
  const produced: Produced =
    kernel === undefined
      ? { problems: [], unexpected: [], files: { artifacts: [] } }
      : finishRun(run, kernel, keeper.executed(), peakMemoryBytes);
  const milliseconds = Date.now() - run.startedAt.getTime();
  const kept = keepFinally(run, keeper, kernel !== undefined, { milliseconds, ...produced });
  const resume = offer === undefined ? undefined : { offered: offer.offered, taken: takenBy(run.cells) };
  return outcomeOf(run, { milliseconds, produced, peakMemoryBytes, resume, kept });
}

async function start(run: RunContext, log: LogFile, offer: Offer | undefined): Promise<Kernel | undefined> {
  const { options, prepared, stop, timings } = run;
  const { found, folder } = prepared;
  const controller = new AbortController();
  void stop.requested.then(() => controller.abort());
  const started = performance.now();
  run.emit({ type: 'kernel-start', kernel: found.name });
  try {
    const kernel = await (options.startKernel ?? startKernel)(found, {
      folder,
      timings,
      env: { ...(options.env ?? process.env), ...offer?.env },
      signal: controller.signal,
      onText: (text) => log.write(text),
      onRetry: (reason) => run.emit({ type: 'kernel-retry', reason }),
    });
    const milliseconds = performance.now() - started;
    run.emit({ type: 'kernel-ready', implementation: kernel.info.implementation, milliseconds });
    return kernel;
  } catch (error) {
    if (!(error instanceof KernelStartError)) throw error;
    run.failures.push(
      stop.reason === undefined
        ? { kind: 'kernel-unusable', message: error.message }
        : stopFailure(stop.reason, undefined),
    );
    return undefined;
  }
}

function keepFinally(
  run: RunContext,
  keeper: Keeper,
  executed: boolean,
  end: { milliseconds: number } & Pick<Produced, 'problems' | 'unexpected'>,
): boolean {
  try {
    if (executed) keeper.finishNotebook();
    keeper.finishRecord(runRecord(run, end));
    return executed;
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    const { message } = error;
    if (!run.failures.some((failure) => failure.message === message)) run.failures.push({ kind: 'resource', message });
    return false;
  }
}
