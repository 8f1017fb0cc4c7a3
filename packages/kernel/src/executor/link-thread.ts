import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { parentPort, workerData } from 'node:worker_threads';
import type { Command } from '../link/messages.js';
import { slots, type SharedState } from '../link/shared-state.js';
import { MainThread } from './main-thread.js';

/*
 * The thread that listens to the supervisor while the main thread runs cells: it passes commands on, ends what keeps
 * the main thread from answering an interrupt, and ends the process when the supervisor is gone.
 */

/** The pipe from the supervisor, as the supervisor has laid it. */
const descriptor = 4;
/** Milliseconds that the main thread gets to answer an interrupt before its code is terminated, again and again. */
const patience = 100;
const state = (workerData as { state: SharedState }).state;
const main = new MainThread(parentPort!, state);

const pipe = new Socket({ fd: descriptor, readable: true, writable: false });
createInterface({ input: pipe }).on('line', (line) => {
  const command = JSON.parse(line) as Command;
  if (command.type === 'interrupt') interrupt(command.cell);
  else main.send(command);
});
pipe.on('error', endWithSupervisor);
pipe.on('close', endWithSupervisor);

function interrupt(cell: number): void {
  Atomics.store(state, slots.interrupt, cell);
  interruptOnce(cell);
  const timer = setInterval(() => {
    if (Atomics.load(state, slots.finished) >= cell) {
      clearInterval(timer);
      return;
    }
    if (!main.isAnswering && !main.isCompiling) main.terminate();
    interruptOnce(cell);
  }, patience);
}

/** Repeated, because a cell may start its child process a moment later, and then wait for it inside native code. */
function interruptOnce(cell: number): void {
  main.sendNow({ type: 'interrupt', cell });
  if (!main.isCompiling) signalGroup('SIGINT');
}

/** This process, which does nothing on SIGINT, and the child processes of cells. */
function signalGroup(signal: NodeJS.Signals): void {
  if (process.platform !== 'win32') process.kill(-process.pid, signal);
}

function endWithSupervisor(): void {
  signalGroup('SIGKILL');
  process.kill(process.pid, 'SIGKILL');
}
