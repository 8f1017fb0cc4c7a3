import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { nodeModule } from '../bundle/node-script.js';
import { type ChartSpec } from './chart-spec.js';
import { type ChartDrawings } from './draw-both.js';

/** The program of a thread that draws. */
export const drawingProgram = (): Promise<URL> => nodeModule('render/draw-in-thread.ts');

/** Below so many charts a thread costs more than it saves: it loads vega first. */
const fewest = 8;

/** A drawing that another thread is making; undefined where it did not succeed. */
export type Ahead = Promise<ChartDrawings | undefined>;

/** Begins to draw many charts in as many threads as there are cores, the first ones first. */
export function drawMany(specs: readonly ChartSpec[]): Map<ChartSpec, Ahead> {
  const threads = Math.min(availableParallelism(), Math.floor(specs.length / fewest));
  if (threads < 2) return new Map();
  const program = drawingProgram();
  const parts = Array.from({ length: threads }, (_, thread) => specs.filter((_spec, i) => i % threads === thread));
  return new Map(parts.flatMap((part) => drawInThread(program, part)));
}

function drawInThread(program: Promise<URL>, specs: readonly ChartSpec[]): [ChartSpec, Ahead][] {
  const waiting: ((drawings: ChartDrawings | undefined) => void)[] = [];
  const promises = specs.map((spec): [ChartSpec, Ahead] => [spec, new Promise((resolve) => waiting.push(resolve))]);
  // What a thread has not sent when it ends is drawn by whoever asks for it.
  const end = (): void => waiting.splice(0).forEach((resolve) => resolve(undefined));
  program.then((address) => {
    const worker = new Worker(address, { workerData: specs });
    worker.on('message', (drawings: ChartDrawings | null) => waiting.shift()?.(drawings ?? undefined));
    worker.once('error', end);
    worker.once('exit', end);
  }, end);
  return promises;
}
