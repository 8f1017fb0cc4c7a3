import { Session } from 'node:inspector';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { parentPort, workerData } from 'node:worker_threads';
import type { Command } from '../link/messages.js';
import { slots, type SharedState } from '../link/shared-state.js';

/*
 * The thread that listens to the supervisor while the main thread runs cells: it passes commands on, ends what keeps
 * the main thread from answering an interrupt, and ends the process when the supervisor is gone.
 */

export interface NumberedCommand {
  readonly sequence: number;
  readonly command: Command;
}

/** The pipe from the supervisor, as the supervisor has laid it. */
const descriptor = 4;
/** Milliseconds that the main thread gets to answer an interrupt before its code is terminated. */
const patience = 250;
const state = (workerData as { state: SharedState }).state;
const port = parentPort!;
let sequence = 0;

const pipe = new Socket({ fd: descriptor, readable: true, writable: false });
createInterface({ input: pipe }).on('line', (line) => {
  const command = JSON.parse(line) as Command;
  if (command.type === 'interrupt') interrupt(command.cell);
  else post(command);
});
pipe.on('error', endWithSupervisor);
pipe.on('close', endWithSupervisor);

function post(command: Command): void {
  sequence += 1;
  port.postMessage({ sequence, command } satisfies NumberedCommand);
}

function interrupt(cell: number): void {
  Atomics.store(state, slots.interrupt, cell);
  post({ type: 'interrupt', cell });
  const timer = setInterval(() => {
    if (Atomics.load(state, slots.finished) >= cell) {
      clearInterval(timer);
      return;
    }
    const isStuck = Atomics.load(state, slots.handled) < sequence;
    const isCompiling = Atomics.load(state, slots.compiling) === 1;
    if (isStuck && !isCompiling) terminateMainThread();
    post({ type: 'interrupt', cell });
  }, patience);
}

/** Ends the JavaScript that runs now, wherever it is. V8 lets no catch and no finally block run. */
function terminateMainThread(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution');
  // The answer may come only after the next callback of the main thread: nothing depends on it.
  setTimeout(() => session.disconnect(), patience / 2);
}

function endWithSupervisor(): void {
  try {
    process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
  } catch {
    process.kill(process.pid, 'SIGKILL');
  }
}
