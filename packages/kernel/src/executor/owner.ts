import { createRequire, syncBuiltinESMExports } from 'node:module';
import { promiseHooks } from 'node:v8';
import { cellFramesOf, cellsOnStack } from './stack-frames.js';

/*
 * Which cell is responsible for the code that runs now, across await, timers and immediates. AsyncLocalStorage would
 * do it too, but up to Node 22 it keeps a stack that an interrupted callback leaves unbalanced, and Node then aborts.
 */

/** The cell whose code runs now; 0 when that is not known. */
let current = 0;
let running = 0;

/** As a base class, returns the object it is given: a subclass adds a private field to it that nobody else can see. */
function given(object: object): object {
  return object;
}
const Given = given as unknown as new (object: object) => object;

class Stamp extends Given {
  #cell: number;
  constructor(promise: object, cell: number) {
    super(promise);
    this.#cell = cell;
  }
  static read(promise: object): number {
    return #cell in promise ? (promise as Stamp).#cell : 0;
  }
}

type Callback = (...values: unknown[]) => unknown;
type Scheduler = (callback: Callback, ...rest: unknown[]) => unknown;

/** Starts to follow promises and timers. */
export function trackOwners(): void {
  promiseHooks.createHook({
    init: (promise) => {
      if (current !== 0) new Stamp(promise, current);
    },
    before: (promise) => {
      current = Stamp.read(promise);
    },
    after: () => {
      current = 0;
    },
  });
  const timers = createRequire(import.meta.url)('node:timers') as Record<string, Scheduler>;
  for (const name of ['setTimeout', 'setInterval', 'setImmediate'] as const) {
    const owned = keepOwner(timers[name]!);
    timers[name] = owned;
    Object.assign(globalThis, { [name]: owned });
  }
  syncBuiltinESMExports();
  process.nextTick = keepOwner(process.nextTick as Scheduler) as typeof process.nextTick;
  globalThis.queueMicrotask = keepOwner(globalThis.queueMicrotask as Scheduler) as typeof queueMicrotask;
}

/** Runs `code` as part of a cell. An error leaves the owner set, for the handler of uncaught errors to read. */
export function runAs<Result>(cell: number, code: () => Result): Result {
  const previous = current;
  current = cell;
  const result = code();
  current = previous;
  return result;
}

export function setRunningCell(cell: number): void {
  running = cell;
}

/** The owner of output written now: known, or read off the stack, or else the cell that runs or ran last. */
export function outputOwner(): number {
  return current || (cellsOnStack().at(-1) ?? running);
}

/** The owner of an error that nothing caught. */
export function errorOwner(error: unknown, promise?: object): number {
  const known = promise ? Stamp.read(promise) : current;
  current = 0;
  return known || (cellFramesOf(error).at(-1)?.cell ?? running);
}

function keepOwner(schedule: Scheduler): Scheduler {
  const owned: Scheduler = (callback, ...rest) => {
    const cell = current;
    if (cell === 0 || typeof callback !== 'function') return schedule(callback, ...rest);
    return schedule((...values) => runAs(cell, () => callback(...values)), ...rest);
  };
  // setTimeout and setImmediate carry their promise form for util.promisify.
  return Object.defineProperties(owned, Object.getOwnPropertyDescriptors(schedule)) as Scheduler;
}
