import { Worker } from 'node:worker_threads';
import type { Command } from '../link/messages.js';
import { createSharedState, slots } from '../link/shared-state.js';
import { CellRunner } from './cell-runner.js';
import { Compiler } from './compiler.js';
import { connectDisplay } from './display.js';
import { describeThrown } from './error-report.js';
import { writeEvent, writeText } from './frame-writer.js';
import { completeCode, completeness, inspectCode } from './language.js';
import { outputOwner, trackOwners } from './owner.js';
import type { LinkMessage } from './main-thread.js';
import { mapStackTraces } from './stack-frames.js';
import { captureStreams, refuseInput } from './streams.js';
import { loadTslab } from './tslab.js';

const state = createSharedState();
// Until the compiler is loaded there is nothing that an interrupt could end without harm.
Atomics.store(state, slots.compiling, 1);
// First of all, so that this process ends with its supervisor even while the compiler loads.
const link = new Worker(new URL('./link-thread.js', import.meta.url), { workerData: { state } });

const tslab = loadTslab();
const compiler = new Compiler(tslab, state);
const runner = new CellRunner(tslab, compiler, state);
let shuttingDown = false;

captureStreams((name, text) => writeText(outputOwner(), name, text));
refuseInput();
connectDisplay(tslab.jupyter);
mapStackTraces();
trackOwners();

// The signal is for the child processes of a cell; without a listener it would end this one.
process.on('SIGINT', () => undefined);
process.on('uncaughtException', (error) => runner.reportUncaught(error));
process.on('unhandledRejection', (reason, promise) => runner.reportUncaught(reason, promise));
process.on('exit', (code) => {
  if (!shuttingDown) writeEvent(outputOwner(), { type: 'exiting', code });
});

link.on('error', (error) => {
  process.stderr.write(`The kernel lost the connection to its supervisor: ${String(error)}\n`);
  process.exit(1);
});
link.on('message', (message: LinkMessage) => {
  if ('probe' in message) {
    Atomics.store(state, slots.probed, message.probe);
  } else {
    Atomics.store(state, slots.handled, message.sequence);
    handle(message.command);
  }
});
Atomics.store(state, slots.compiling, 0);
writeEvent(0, { type: 'ready' });

function handle(command: Command): void {
  switch (command.type) {
    case 'execute':
      return runner.start(command);
    case 'interrupt':
      return runner.interrupt(command.cell);
    case 'complete':
      return answer(command.id, () => completeCode(runner.executor, command.code, command.cursor));
    case 'inspect':
      return answer(command.id, () => inspectCode(tslab, runner.executor, command.code, command.cursor));
    case 'isComplete':
      return answer(command.id, () => completeness(tslab, command.code));
    case 'shutdown':
      shuttingDown = true;
      process.exit(0);
  }
}

function answer(id: number, find: () => Readonly<Record<string, unknown>>): void {
  let content: Readonly<Record<string, unknown>>;
  try {
    content = find();
  } catch (error) {
    content = { status: 'error', ...describeThrown(error) };
  }
  writeEvent(0, { type: 'answer', id, content });
}
